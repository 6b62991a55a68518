import { Database } from '../database/database.js';
import { RunDesk } from '../tasks/run-desk.js';
import { CannotStart } from '../tasks/runs.service.js';
import { CannotDo, type Command, say, WrongUsage } from './command.js';
import { withHouse } from './house.js';

export const runCommand: Command = {
  usage: 'run <installation> <task>',
  summary: 'run a task now, in this terminal, and say how it ended',
  async run([installation, task], settings) {
    const installationId = Number(installation);
    if (!Number.isSafeInteger(installationId) || !task)
      throw new WrongUsage('the number of an installation and a task are needed');
    return withHouse(settings, async (house) => {
      const row = await house
        .get(Database)
        .one<{ store_id: number }>('select store_id from installations where id = ?', [installationId]);
      if (!row) throw new WrongUsage(`there is no installation ${installationId}`);
      const run = await house.get(RunDesk).runNow(row.store_id, installationId, task).catch(refused);
      say(`Run ${run.id}: ${run.state}${run.message ? `. ${run.message}` : ''}`);
      return run.state === 'done' ? 0 : 1;
    });
  },
};

function refused(error: unknown): never {
  throw error instanceof CannotStart ? new CannotDo(error.message) : error;
}
