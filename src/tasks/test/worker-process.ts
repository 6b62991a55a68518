import { setTimeout as sleep } from 'node:timers/promises';
import type { RunInProgress } from '../run-in-progress.js';
import { Engine } from './engine.js';

// A worker in a process of its own, for specs that kill it. Arguments: database address, pages a run has, milliseconds a page takes.
const [url, pages, pause] = process.argv.slice(2) as [string, string, string];

const engine = await Engine.start(url, { work, runsAtOnce: 16 });
// Not by @nestjs/schedule, whose second would make the specs wait.
const ticking = setInterval(() => void engine.tick.everySecond(), 100);
process.stdin.resume().on('end', () => {
  clearInterval(ticking);
  void engine.stop();
});
process.stdout.write('"ready"\n');

/** Each page leaves a mark that could not be left twice unnoticed: run_marks has no key. */
async function work(run: RunInProgress): Promise<void> {
  for (let page = Number(run.bookmark ?? 0); page < Number(pages); page++) {
    run.signal.throwIfAborted();
    await engine.database.transaction(async (tx) => {
      await tx.run('insert into run_marks values (?, ?, ?)', [run.id, page, process.pid]);
      if (Number(pause) > 0) await sleep(Number(pause));
      await run.keep(tx, { bookmark: page + 1, seq: page + 1, add: { read: 1 } });
    });
  }
}
