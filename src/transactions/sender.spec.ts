import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Clock } from '../clock/clock.js';
import { CallDesk } from '../plugins/call-desk.js';
import type { DocumentRun } from './export-run.js';
import type { Outcome } from './outcome.js';
import { Sender } from './sender.js';
import { memberOf, type ShipmentRow, shipmentOf } from './shipment.js';

describe('shipments that are given to be sent while others are on their way', () => {
  it('leave at once when nothing ties them to the earlier ones', async () => {
    const { sender, story } = scene();
    await Promise.all([sender.send([shipment(1), shipment(2)]), sender.send([shipment(3)])]);
    expect(story.indexOf('3 leaves')).toBeLessThan(story.indexOf('1 has arrived'));
  });

  it('wait for the earlier ones of the same key', async () => {
    const { sender, story } = scene();
    await Promise.all([
      sender.send([shipment(1, 'SKU-1'), shipment(2, 'SKU-1')]),
      sender.send([shipment(3, 'SKU-1')]),
      sender.send([shipment(4, 'SKU-1')]),
    ]);
    expect(story).toEqual([1, 2, 3, 4].flatMap((id) => [`${id} leaves`, `${id} has arrived`]));
  });

  it('share a request with others that are alone with their keys', async () => {
    const { sender, parcels } = scene({ batch: 50 });
    await sender.send([shipment(1, 'SKU-1'), shipment(2, 'SKU-2'), shipment(3, 'SKU-3'), shipment(4, 'SKU-3')]);
    expect(parcels.sort(([one], [other]) => one! - other!)).toEqual([[1, 2], [3], [4]]);
  });

  it('go on when the earlier ones could not be kept', async () => {
    const { sender, story } = scene({ lostAt: 1 });
    const [lost, later] = await Promise.allSettled([
      sender.send([shipment(1, 'SKU-1'), shipment(2, 'SKU-1')]),
      sender.send([shipment(3, 'SKU-1')]),
    ]);
    expect(lost).toMatchObject({ status: 'rejected', reason: { message: 'The database is gone' } });
    expect(later).toMatchObject({ status: 'fulfilled' });
    expect(story.filter((line) => line.endsWith('leaves'))).toEqual(['1 leaves', '3 leaves']);
  });
});

/** A sender whose app takes a moment for each shipment; `lostAt`: whose result the database doesn't take. */
function scene({ lostAt, batch = 1 }: { lostAt?: number; batch?: number } = {}) {
  const story: string[] = [];
  const parcels: number[][] = [];
  const clock = new Clock();
  const step = async (_call: unknown, _task: string, _step: string, sent: { id: number }[]) => {
    parcels.push(sent.map(({ id }) => id));
    for (const { id } of sent) story.push(`${id} leaves`);
    await pause(20);
    for (const { id } of sent) story.push(`${id} has arrived`);
    return sent.map(({ id }) => ({ done: true, remoteId: `R${id}` }));
  };
  const exporting = {
    run: {
      task: { batch },
      plugin: { manifest: { limits: {} }, calls: { step } },
      signal: new AbortController().signal,
      stillOurs: () => undefined,
    },
    key: { storeId: 1, installationId: 1, task: 'export-invoices' },
    facts: {},
    clock,
    settle: 1000,
  } as unknown as DocumentRun;
  const results = {
    write: async (outcomes: Outcome[]) => {
      if (outcomes.some(({ shipment }) => shipment.id === lostAt)) throw new Error('The database is gone');
      return outcomes;
    },
  };
  const parts = {
    desk: new CallDesk(clock),
    results,
    database: { run: async () => 1 },
  };
  const sender = new Sender(exporting, parts as unknown as ConstructorParameters<typeof Sender>[1]);
  return { sender, story, parcels };
}

function shipment(id: number, serialBy?: string): ShipmentRow {
  const document = { reference: `I-${id}`, payload: {}, steps: ['create'], serialBy };
  const owner = { storeId: 1, installationId: 1, connectionId: 1, task: 'export-invoices', id, now: 0 };
  return shipmentOf(
    document,
    [memberOf({ recordId: id, key: `I-${id}`, part: '', hash: Buffer.alloc(0), day: null })],
    owner,
  );
}
