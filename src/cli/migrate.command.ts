import { migrate } from '../migrate.js';
import { type Command, say } from './command.js';
import { withDatabase } from './house.js';

export const migrateCommand: Command = {
  usage: 'migrate',
  summary: 'bring the database up to date',
  async run(_, settings) {
    const done = await withDatabase(settings, migrate);
    say(done.length === 0 ? 'The database is up to date.' : done.map((name) => `Done: ${name}`).join('\n'));
    return 0;
  },
};
