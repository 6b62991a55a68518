import { beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../../test/support/gate.js';
import { ownSource } from '../../test/support/own-source.js';
import { refusing } from '../../test/support/refuse-rows.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { ExportCursors } from './export-cursors.js';
import type { ExportRun } from './export-run.js';
import { Intake } from './intake.js';
import { OutboxStore } from './outbox.store.js';
import type { ParentWaits } from './parents/parent-waits.store.js';

const RECORDS = 5;
const source = ownSource();
let database: Database;

beforeAll(async () => {
  database = new Database(source());
  await database.run(
    `insert into records (store_id, id, type, record_key, body, changed_at)
     select 1, seq, if(seq > ?, 'customer', 'invoice'), seq, '{}', now(3) from seq_1_to_9`,
    [RECORDS],
  );
});

/** An export of this installation, which has its own outbox. */
const exporting = (installationId: number): ExportRun =>
  ({
    run: { task: { id: 'export-invoices', record: 'invoice' }, plugin: { manifest: { tasks: [] } } },
    key: { storeId: 1, installationId, task: 'export-invoices' },
    facts: { answers: {}, advanced: {}, maps: {}, store: {} },
    clock: new Clock(),
    unwritten: new Set(),
  }) as unknown as ExportRun;

const taken = async (installationId: number) => {
  const rows = await database.query<{ id: number }>(
    'select record_id id from outbox where installation_id = ? order by record_id',
    [installationId],
  );
  return rows.map(({ id }) => id);
};

const cursors = async (installationId: number) =>
  (await database.query('select 1 from export_cursors where installation_id = ?', [installationId])).length;

/** An outbox that takes in what is not the first only when it may. */
function slowOutbox() {
  const { opened, open } = gate();
  const outbox = new OutboxStore(database);
  const takeIn = outbox.takeIn.bind(outbox);
  outbox.takeIn = async (...given) => {
    if (given[4].behind !== undefined) await opened;
    return takeIn(...given);
  };
  return { outbox, goOn: open };
}

const intakeInto = (outbox: OutboxStore) =>
  new Intake(outbox, new ExportCursors(database), database, {} as ParentWaits);

it('a first export’s first records may leave while the others are taken in, which counts as done with them', async () => {
  const { outbox, goOn } = slowOutbox();
  const run = exporting(1);
  await intakeInto(outbox).takeIn(run, { first: 2 });
  expect(await taken(1)).toEqual([1, 2]);
  expect(await cursors(1)).toBe(0);
  goOn();
  await run.comingIn;
  expect(await taken(1)).toEqual([1, 2, 3, 4, 5]);
  expect(await cursors(1)).toBe(1);
});

it('a later export, and one of few records, begins with all that changed', async () => {
  const intake = intakeInto(new OutboxStore(database));
  const few = exporting(2);
  await intake.takeIn(few, { first: 100 });
  expect(few.comingIn).toBeUndefined();
  expect(await taken(2)).toHaveLength(RECORDS);
  await database.run('delete from outbox where installation_id = 2');
  const later = exporting(2);
  await intake.takeIn(later, { first: 2 });
  expect(later.comingIn).toBeUndefined();
  expect(await taken(2)).toHaveLength(RECORDS);
});

it('what goes wrong with the others ends the export', async () => {
  const { outbox, goOn } = slowOutbox();
  const run = exporting(3);
  await intakeInto(outbox).takeIn(run, { first: 2 });
  outbox.retryRejected = () => Promise.reject(new Error('The database is gone'));
  goOn();
  await expect(run.comingIn).rejects.toThrow('The database is gone');
  expect(await cursors(3)).toBe(0);
});

describe('a record that the database doesn’t take', () => {
  const { refuse, mend } = refusing(() => database, 'No');
  const intake = () => intakeInto(new OutboxStore(database));
  const isPending = (installationId: number) =>
    database.query('select state, recheck from outbox where installation_id = ? and record_id = 3', [installationId]);

  it('for something that it says is taken in without that, and the others as they are', async () => {
    await refuse('outbox', 'new.record_id = 3 and new.record_changed_at is not null');
    const run = exporting(4);
    await intake().takeIn(run);
    expect(await taken(4)).toEqual([1, 2, 3, 4, 5]);
    expect(await isPending(4)).toEqual([{ state: 'pending', recheck: 1 }]);
    expect(await cursors(4)).toBe(1);
    expect(run.unwritten.size).toBe(0);
  });

  it('at all keeps no other back, and is taken in once it can be', async () => {
    await refuse('outbox', 'new.record_id = 3');
    const run = exporting(5);
    await intake().takeIn(run, { first: 2 });
    await run.comingIn;
    expect(await taken(5)).toEqual([1, 2, 4, 5]);
    expect([...run.unwritten]).toEqual([3]);
    const since = 'select year(changed_at) year from export_cursors where installation_id = 5';
    expect(await database.query(since)).toEqual([{ year: 1971 }]);
    await mend();
    await intake().takeIn(exporting(5));
    expect(await taken(5)).toEqual([1, 2, 3, 4, 5]);
    expect(await isPending(5)).toEqual([{ state: 'pending', recheck: 1 }]);
  });

  it('comes in as one that a person expects stays one', async () => {
    await intake().takeIn(exporting(6));
    await database.run("update outbox set state = 'expected', recheck = 0 where installation_id = 6");
    await refuse('outbox', 'new.record_id = 3 and new.record_changed_at is not null');
    await intake().takeIn(exporting(6));
    expect(await isPending(6)).toEqual([{ state: 'expected', recheck: 0 }]);
  });
});
