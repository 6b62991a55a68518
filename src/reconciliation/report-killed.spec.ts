import { afterAll, beforeAll, expect, it } from 'vitest';
import { Killed } from '../records/test/mortal-database.js';
import { type Books, BooksHub } from './test/books.js';
import { ReportLife } from './test/report-life.js';
import { unrulyMonth } from './test/unruly-month.js';

let hub: BooksHub;
let books: Books;

beforeAll(async () => {
  hub = await BooksHub.start();
  books = await hub.open(await hub.merchant());
  await unrulyMonth(hub, books);
  // The store dates one outside the range of what the app is asked for.
  await hub.invoice(books, 'N30', { date: '2026-11-03' });
  await hub.export(books);
  hub.consignment('P-N30').date = '2026-10-05';
  await takeAsRight('N2');
});
afterAll(() => hub?.stop());

async function takeAsRight(number: string): Promise<void> {
  const report = await hub.report(books, '2026-10-01');
  await hub.database.run(
    `insert into expected_differences select d.store_id, ?, 'invoice', d.here >> 4, t.remote_id, h.face, t.face, 'Agreed', 1, now(3)
     from differences d
     join statement_rows h on h.store_id = d.store_id and h.report_id = d.report_id and h.side = 0 and h.entry = d.here
     join statement_rows t on t.store_id = d.store_id and t.report_id = d.report_id and t.side = 1 and t.entry = d.there
     where d.report_id = ? and h.number = ?`,
    [books.installationId, report.id, number],
  );
}

/** Everything that a report leaves behind. */
async function traces({ report }: ReportLife) {
  const made = (await hub.reports.find(report.storeId, report.id))!;
  const differences = await hub.database.query(
    `select cause, severity, here, there, members, currency, date, amount_here, amount_there, link, suggested, expected
     from differences where report_id = ? order by here, there`,
    [report.id],
  );
  const rows = await hub.database.query(
    'select side, entry, match_key, face from statement_rows where report_id = ? order by side, entry',
    [report.id],
  );
  const letters = await hub.database.query('select subject, body from letters where occasion = ?', [
    `report-${report.id}`,
  ]);
  const run = await hub.database.one('select `read` from runs where id = ?', [made.runId!]);
  return { ended: made.finishedAt !== null, totals: made.totals, differences, rows, letters: letters.length, run };
}

async function killedAt(life: ReportLife, lastWord: number): Promise<boolean> {
  return life.live(lastWord).then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      return true;
    },
  );
}

it('comes to the same whichever word to the database was its last', { timeout: 240_000 }, async () => {
  const undisturbed = await ReportLife.begin(hub, books);
  const words = await undisturbed.live();
  const expected = await traces(undisturbed);
  await undisturbed.end();
  expect(expected).toMatchObject({ ended: true, letters: 1 });
  expect(words).toBeGreaterThan(40);
  // Each of them was tried once; a third is enough to notice what breaks it.
  for (let lastWord = 0; lastWord < words; lastWord += 3) {
    const life = await ReportLife.begin(hub, books);
    expect(await killedAt(life, lastWord)).toBe(true);
    await life.live();
    expect(await traces(life), `killed at word ${lastWord} of ${words}`).toEqual(expected);
    await life.end();
  }
});

it('comes to the same when it is killed again and again', { timeout: 120_000 }, async () => {
  const undisturbed = await ReportLife.begin(hub, books);
  await undisturbed.live();
  await undisturbed.end();
  const life = await ReportLife.begin(hub, books);
  for (let lastWord = 5; await killedAt(life, lastWord); lastWord += 7);
  expect(await traces(life)).toEqual(await traces(undisturbed));
  await life.end();
});

it('stops when it is cancelled, whatever it is doing, and leaves no report behind', { timeout: 120_000 }, async () => {
  const undisturbed = await ReportLife.begin(hub, books);
  const words = await undisturbed.live();
  await undisturbed.end();
  // From then on all that is left is to write down what has come out.
  for (let at = 1; at < words - 20; at += 5) {
    const life = await ReportLife.begin(hub, books);
    const cancelled = new Error('Cancelled');
    const living = life.live(Number.POSITIVE_INFINITY, (run, word) => {
      if (word === at) run.interrupt(cancelled);
    });
    await expect(living, `cancelled at word ${at} of ${words}`).rejects.toThrow('Cancelled');
    expect((await hub.reports.find(books.storeId, life.report.id))!.finishedAt).toBeNull();
    await life.end();
  }
});
