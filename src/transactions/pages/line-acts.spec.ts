import { describe, expect, it } from 'vitest';
import { ExportActions } from '../export-actions.js';
import type { InstalledApp } from './test/logs-hub.js';
import { oneLine } from './test/one-line.js';

const here = oneLine();
const { open, act, state, orders, needsPerson, sent } = here;

describe('re-exporting', () => {
  it('what the app has looks it up and sends nothing', async () => {
    await sent();
    await act('reexports');
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
    expect(await open()).toContain('Found in the app');
  });

  it('twice at the same moment makes one', async () => {
    here.hub.acme.refuse(here.number);
    await sent();
    here.hub.acme.accept(here.number);
    await Promise.all([act('reexports'), act('reexports'), act('reexports')]);
    await here.hub.calm(here.app);
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
  });
});

describe('marking as expected', () => {
  it('keeps the reason, and nothing of it is sent any more', async () => {
    here.hub.acme.refuse(here.number);
    await sent();
    await act('expectations', { note: 'Paid in cash' });
    here.hub.acme.accept(here.number);
    await here.hub.invoice(here.app, here.number, { total: '99.00' });
    await here.hub.run(here.app);
    expect(await state()).toBe('expected');
    expect(orders()).toEqual([]);
    expect(await open()).toContain('“Paid in cash”');
    const audited = await here.hub.database.one<{ subject: string; after_json: unknown }>(
      "select subject, after_json from audit_entries where action = 'marked as expected' and subject = ?",
      [`Export of ${here.number}`],
    );
    expect(audited!.after_json).toMatchObject({ note: 'Paid in cash' });
  });

  describe('where it waits to be tried again', () => {
    const wait = async (to: InstalledApp) => {
      await here.hub.database.run(
        "update shipments set state = 'waiting', next_try_at = now(3) where installation_id = ? and state = 'rejected'",
        [to.installationId],
      );
      await here.hub.database.run(
        "update outbox set state = 'waiting' where installation_id = ? and state = 'rejected'",
        [to.installationId],
      );
    };
    const expectIt = (to: InstalledApp, record: number) =>
      here.hub.app
        .get(ExportActions)
        .expect(to.storeId, [{ installationId: to.installationId, task: 'export-invoices', recordId: record }], '');

    it('stops it, until somebody re-exports it', async () => {
      here.hub.acme.refuse(here.number);
      await sent();
      await wait(here.app);
      here.hub.acme.accept(here.number);
      await act('expectations', { note: 'Paid in cash' });
      await here.hub.run(here.app);
      expect([await state(), orders()]).toEqual(['expected', []]);
      await act('reexports');
      expect([await state(), orders().length]).toEqual(['exported', 1]);
    });

    it('takes it out of its batch, and the others go', async () => {
      const numbers = ['E1', 'E2', 'E3'];
      here.hub.acme.refuseAll = true;
      for (const one of numbers) await here.hub.invoice(here.batched, one);
      await here.hub.run(here.batched);
      here.hub.acme.refuseAll = false;
      await wait(here.batched);
      const record = await here.hub.recordId(here.batched, 'E2');
      await expectIt(here.batched, record);
      await here.hub.run(here.batched);
      const states = await here.hub.states(here.batched);
      expect(numbers.map((one) => states[one])).toEqual(['exported', 'expected', 'exported']);
      const held = [...here.hub.acme.orders.values()]
        .flatMap(({ members }) => members)
        .filter((one) => numbers.includes(one));
      expect(held).toEqual(['E1', 'E3']);
    });
  });

  it('is passed over for what is with the app already', async () => {
    await sent();
    await act('expectations');
    expect(await state()).toBe('exported');
    expect(await open()).toContain('1 line passed over');
  });
});

describe('sending anew', () => {
  it('is offered for what is gone from the app, and makes one under a new reference', async () => {
    await sent();
    for (const [id, { members }] of here.hub.acme.orders)
      if (members.includes(here.number)) here.hub.acme.orders.delete(id);
    await here.hub.database.run(
      `update shipments set state = 'needs-person', message = 'It is gone.', finds = 2 where store_id = ? and reference = ?`,
      [here.app.storeId, `A-${here.number}`],
    );
    await needsPerson('It is gone.');
    expect(await open()).toContain('send it anew');
    await act('renewals');
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
    expect(orders()[0]!.reference).toMatch(new RegExp(`^A-${here.number}-R\\d+$`));
  });

  it('looks first whether it is there after all: a person’s word alone doubles nothing', async () => {
    await sent();
    await here.hub.database.run(
      `update shipments set state = 'needs-person', message = 'The stock moved meanwhile.' where store_id = ? and reference = ?`,
      [here.app.storeId, `A-${here.number}`],
    );
    await needsPerson('The stock moved meanwhile.');
    await act('renewals');
    expect(orders().map(({ reference }) => reference)).toEqual([`A-${here.number}`]);
    expect(await state()).toBe('exported');
  });

  it('can’t be done to what has arrived', async () => {
    await sent();
    expect(await open()).not.toContain('send it anew');
    await act('renewals');
    expect(orders()).toHaveLength(1);
  });
});
