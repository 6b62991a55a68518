import { beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/database/database.js';
import type { Runs } from '../../src/tasks/runs.service.js';
import type { Schedules } from '../../src/tasks/schedules.service.js';
import { agreementOn } from '../../src/transactions/changes.js';
import { ExportActions } from '../../src/transactions/export-actions.js';
import type { Line } from '../../src/transactions/lines.js';
import { OutboxStore } from '../../src/transactions/outbox.store.js';
import { ParentWaits } from '../../src/transactions/parents/parent-waits.store.js';
import { ShipmentStore } from '../../src/transactions/shipments.store.js';
import { ownSource } from '../support/own-source.js';
import type { Planted } from './export-case.js';
import { Scene } from './scene.js';
import { TillApp, till } from './till.js';

const source = ownSource();
let scene: Scene<TillApp>;

beforeEach(async () => {
  await open('individually');
});

async function open(mode: string, answers: Record<string, unknown> = {}): Promise<void> {
  scene = await new Scene(source(), till, new TillApp(), 'export-payments').open({ mode, ...answers });
}

const customer = (username: string, more: Planted['body'] = {}) =>
  scene.plant('customer', { username, name: username, ...more });
const invoice = (number: string, more: Planted['body'] = {}) =>
  scene.plant('invoice', { number, username: 'mia', status: 'open', total: '10.00', currency: 'AUD', ...more });
const payment = (number: string, of: string) => scene.plant('payment', { number, invoice: of, amount: '10.00' });

const requests = () => scene.line.story.length;
const shipments = async (): Promise<string[]> => {
  const rows = await source().query('select reference from shipments where store_id = ? order by id', [scene.storeId]);
  return rows.map(({ reference }: { reference: string }) => reference);
};

describe('a payment of an invoice to a customer', () => {
  it('waits for the invoice, which waits for the customer, and each says so', async () => {
    await customer('mia');
    await invoice('N1');
    await payment('P1', 'N1');
    await scene.run('export-payments');
    await scene.run('export-invoices');
    expect(await scene.log('export-payments')).toEqual({ P1: 'waiting: Waits for invoice N1, which goes first.' });
    expect(await scene.log('export-invoices')).toEqual({ N1: 'waiting: Waits for customer mia, which goes first.' });
    expect([requests(), await shipments()]).toEqual([0, []]);
  });

  it('goes out right after its parents, with what they are called over there', async () => {
    await customer('mia');
    await invoice('N1');
    await payment('P1', 'N1');
    for (const task of ['export-payments', 'export-invoices', 'tell-customers', 'export-invoices', 'export-payments'])
      await scene.run(task);
    const [invoiceId, sent] = [...scene.app.invoices][0]!;
    expect(sent.of).toBe('C-mia');
    expect([...scene.app.payments.values()]).toEqual([{ reference: 'P-P1', of: invoiceId, members: ['P1'] }]);
    expect(scene.app.orphans).toEqual([]);
  });

  it('is looked at again as soon as its parent is in the app, and only then', async () => {
    await customer('mia');
    await invoice('N1');
    await scene.run('export-invoices');
    const rechecked = () => source().query("select 1 from outbox where task = 'export-invoices' and recheck = 1");
    await scene.run('export-invoices');
    expect(await rechecked()).toEqual([]);
    await scene.run('tell-customers');
    expect(await rechecked()).toHaveLength(1);
  });

  it.each(['export-invoices', 'tell-customers'])(
    'is not forgotten when both tasks ran at once and %s ends last',
    async (last) => {
      await customer('mia');
      await invoice('N1');
      await scene.run('export-invoices');
      await scene.run('tell-customers');
      // As if its wait had been written a moment after the customer had looked for any.
      await source().query("update outbox set recheck = 0 where task = 'export-invoices'");
      await scene.run(last);
      expect(await source().query("select 1 from outbox where task = 'export-invoices' and recheck = 1")).toHaveLength(
        1,
      );
      await scene.run('export-invoices');
      expect(scene.app.invoices.size).toBe(1);
    },
  );

  it('says what the app said of its parent, and follows when that is mended', async () => {
    await customer('mia');
    await invoice('N1');
    await payment('P1', 'N1');
    scene.app.refuse('I-N1');
    for (const task of ['tell-customers', 'export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({
      P1: 'waiting: Waits for invoice N1, which Till refused: No I-N1 here.',
    });
    scene.app.accept('I-N1');
    await invoice('N1', { total: '11.00' });
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'exported' });
  });

  it('says why its parent is refused now, not what the app said of it before', async () => {
    await customer('mia');
    await invoice('N1');
    await payment('P1', 'N1');
    scene.app.refuse('I-N1');
    for (const task of ['tell-customers', 'export-invoices', 'export-payments']) await scene.run(task);
    scene.app.refuse('I-N1', 'The books are closed.');
    await invoice('N1', { total: '11.00' });
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({
      P1: 'waiting: Waits for invoice N1, which Till refused: The books are closed.',
    });
    await scene.run('export-invoices');
    const looked = await source().query("select 1 from outbox where task = 'export-payments' and recheck = 1");
    expect(looked).toEqual([]);
  });

  it('says so when its parent is refused only after it began to wait', async () => {
    await customer('mia');
    scene.app.refuse('mia');
    await invoice('N1');
    for (const task of ['export-invoices', 'tell-customers', 'export-invoices']) await scene.run(task);
    expect(await scene.log('export-invoices')).toEqual({
      N1: 'waiting: Waits for customer mia, which Till refused: Nobody is called mia.',
    });
  });

  it('is decided by its own connector where the parent isn’t due, and anew once that is', async () => {
    await customer('mia');
    await invoice('N1', { status: 'quote' });
    await payment('P1', 'N1');
    for (const task of ['tell-customers', 'export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'not-due: Its invoice is not in Till: A quote.' });
    await invoice('N1');
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'exported' });
  });

  it('looks no more until its parent has been looked at, once that has changed', async () => {
    await customer('mia');
    await invoice('N1', { status: 'quote' });
    for (const task of ['tell-customers', 'export-invoices']) await scene.run(task);
    await invoice('N1');
    await payment('P1', 'N1');
    await scene.run('export-payments');
    expect(await scene.log('export-payments')).toEqual({ P1: 'waiting: Waits for invoice N1, which goes first.' });
    expect([...scene.sooner]).toEqual([]);
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'exported' });
  });

  it('is decided anew when a parent turns out not to be due', async () => {
    await customer('mia');
    await invoice('N1');
    await payment('P1', 'N1');
    await scene.run('export-payments');
    await invoice('N1', { status: 'quote' });
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'not-due: Its invoice is not in Till: A quote.' });
  });

  it('follows a parent that comes into the hub after it', async () => {
    await customer('mia');
    await payment('P1', 'N1');
    for (const task of ['tell-customers', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'not-due: Nobody knows the invoice.' });
    await invoice('N1');
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await scene.log('export-payments')).toEqual({ P1: 'exported' });
  });

  it('is not held up by a task that is switched off', async () => {
    await customer('mia');
    await invoice('N1');
    await source().query("update schedules set active = 0 where store_id = ? and task = 'tell-customers'", [
      scene.storeId,
    ]);
    await scene.run('export-invoices');
    expect(await scene.log('export-invoices')).toEqual({
      N1: 'not-due: Its customer is not in Till: “Tell customers” is switched off.',
    });
  });
});

describe('money back of an invoice that was cancelled after it was sent', () => {
  const refunds = () => scene.log('export-payments');

  /** Sent, then cancelled, with money that went back. */
  async function cancelled(answer: 'credit' | 'ask', of = 'cancelled'): Promise<void> {
    await open('individually', { cancelled: answer });
    await customer('mia');
    await invoice('N1');
    for (const task of ['tell-customers', 'export-invoices']) await scene.run(task);
    await invoice('N1', { status: of });
    await scene.plant('payment', { number: 'R1', invoice: 'N1', amount: '-10.00' });
  }

  it('waits for its credit, and goes as soon as that is there', async () => {
    await cancelled('credit');
    await scene.run();
    expect([await refunds(), scene.sooner.size]).toEqual([{ R1: 'waiting: Its credit goes first.' }, 0]);
    await scene.run();
    expect(scene.sooner.size).toBe(0);
    await scene.run('export-invoices');
    expect(scene.sooner).toContain('export-payments');
    await scene.run();
    expect(await refunds()).toEqual({ R1: 'exported' });
    const [, [credit]] = [...scene.app.invoices] as [unknown, [string]];
    expect([...scene.app.payments.values()].map(({ of }) => of)).toEqual([credit]);
  });

  it('says so where nobody will look at the invoice', async () => {
    await cancelled('credit');
    await source().query("update schedules set active = 0 where store_id = ? and task = 'export-invoices'", [
      scene.storeId,
    ]);
    await scene.run();
    expect(await refunds()).toEqual({ R1: 'waiting: Its credit goes first. “Export invoices” is switched off.' });
  });

  it('waits as long as a person needs to answer, and goes once they have sent the credit', async () => {
    await cancelled('ask');
    for (const task of ['export-payments', 'export-invoices', 'export-payments']) await scene.run(task);
    expect(await refunds()).toEqual({ R1: 'waiting: You are asked for its credit.' });
    scene.later(30);
    await scene.run();
    expect([await refunds(), scene.sooner.size]).toEqual([{ R1: 'waiting: You are asked for its credit.' }, 0]);
    const credit = { reference: 'I-N1-C', payload: { of: 'C-mia', members: ['N1'] }, steps: ['create'] };
    await scene.agree('N1', agreementOn([credit]));
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await refunds()).toEqual({ R1: 'exported' });
  });

  it('is looked at again at once where a person leaves the invoice as it is', async () => {
    await cancelled('ask');
    for (const task of ['export-payments', 'export-invoices', 'export-payments']) await scene.run(task);
    const woken: string[] = [];
    const schedules = { sooner: async ({ task }: Line) => void woken.push(task) } as unknown as Schedules;
    const database = new Database(source());
    const waits = new ParentWaits(database, scene.clock, schedules);
    const shipments = new ShipmentStore(database);
    const actions = new ExportActions(database, scene.clock, {} as Runs, waits, shipments, new OutboxStore(database));
    const lines = await database.query<Line>(
      `select installation_id installationId, task, record_id recordId from outbox
       where store_id = ? and task = 'export-invoices'`,
      [scene.storeId],
    );
    await actions.leaveAsItIs(scene.storeId, lines);
    expect(woken).toEqual(['export-payments']);
    await scene.run();
    expect(await refunds()).toEqual({ R1: 'rejected: There is no credit of it.' });
  });

  it('says so where no credit comes in the end', async () => {
    await cancelled('credit', 'dispatched');
    await scene.run();
    expect(await refunds()).toEqual({ R1: 'waiting: Its credit goes first.' });
    for (const task of ['export-invoices', 'export-payments']) await scene.run(task);
    expect(await refunds()).toEqual({ R1: 'rejected: There is no credit of it.' });
  });
});

it('finds a parent in its batch', async () => {
  await open('batched');
  await customer('mia');
  for (const number of ['N1', 'N2']) await invoice(number);
  await payment('P1', 'N2');
  for (const task of ['tell-customers', 'export-invoices', 'export-payments']) await scene.run(task);
  const [batch, { members }] = [...scene.app.invoices][0]!;
  expect(members).toEqual(['N1', 'N2']);
  expect([...scene.app.payments.values()].map(({ of }) => of)).toEqual([batch]);
});
