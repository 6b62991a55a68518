import type { Database } from '../database/database.js';
import { troubleOf } from '../database/trouble.js';
import type { CallDesk } from '../plugins/call-desk.js';
import { NeedsPerson, Reconnect, type StepResult } from '../sdk/index.js';
import type { Batches } from './batches.js';
import { type DocumentRun, type DoorWatch, watchDoor } from './export-run.js';
import { chunks, groupBy } from './group.js';
import { inParallel } from './in-parallel.js';
import { afterError, afterResult, type Outcome } from './outcome.js';
import { Preparing } from './preparing.js';
import type { ResultWriter } from './result-writer.js';
import { isUntouched, nextStep, type ShipmentRow, toShipment } from './shipment.js';
import type { ShipmentStore } from './shipments.store.js';
import { type Attempt, eachForItself, isStumble } from './stumbles.js';
import { type Leave, UnderWay } from './under-way.js';

/** Takes written-ahead shipments through their steps, a few at a time. */
export class Sender {
  /** Resolves when everything that was given to us so far has ended, well or not. */
  private earlier: Promise<unknown> = Promise.resolve();
  private readonly underWay: UnderWay;
  private readonly preparing: Preparing;

  constructor(
    private readonly exporting: DocumentRun,
    private readonly parts: {
      desk: CallDesk;
      results: ResultWriter;
      shipments: ShipmentStore;
      batches: Batches;
      database: Database;
    },
  ) {
    this.underWay = new UnderWay(exporting.run, parts.database);
    this.preparing = new Preparing(exporting, parts);
  }

  /** Sends all of these; when it returns, the fate of each is in the database. */
  send(shipments: ShipmentRow[]): Promise<void> {
    const sending = this.sendBehind(this.earlier, shipments);
    this.earlier = Promise.allSettled([this.earlier, sending]);
    return sending;
  }

  private async sendBehind(earlier: Promise<unknown>, shipments: ShipmentRow[]): Promise<void> {
    const { run } = this.exporting;
    const size = run.task.batch;
    const inOrder = groupBy(shipments, (shipment) => shipment.serialKey ?? '');
    const free = inOrder.get('') ?? [];
    inOrder.delete('');
    const queues = [...inOrder.values()];
    // What is alone with its key waits for the earlier ones only, and may share a request with others that are.
    const alone = queues.filter(({ length }) => length === 1).flat();
    const ways = [
      ...parcelsOf(free, size).map((parcel) => () => this.through(parcel)),
      ...parcelsOf(alone, size).map((parcel) => () => this.behind(earlier, parcel)),
      ...queues.filter(({ length }) => length > 1).map((queue) => () => this.oneByOne(queue, earlier)),
    ];
    await inParallel(ways, this.width(), (goOn) => goOn());
  }

  private async behind(earlier: Promise<unknown>, parcel: ShipmentRow[]): Promise<void> {
    await earlier;
    await this.through(parcel);
  }

  /** Each of these waits for the one before it; the first may have to wait for one that was given to us earlier. */
  private async oneByOne(queue: ShipmentRow[], earlier: Promise<unknown>): Promise<void> {
    await earlier;
    for (const shipment of queue) await this.through([shipment]);
  }

  /** Enough chains that the app's own limit of calls at once, kept by the door, is what holds us back. */
  private width(): number {
    return (this.exporting.run.plugin.manifest.limits.concurrent ?? 4) * 3;
  }

  /** One parcel through all of its steps. */
  private async through(parcel: ShipmentRow[]): Promise<void> {
    // What is stopped before it left is put back by whoever stops.
    this.exporting.run.signal.throwIfAborted();
    const admitted = await this.admit(parcel);
    await this.underWay.during(async (leave) => {
      let going = admitted;
      for (;;) {
        const step = going[0] && nextStep(going[0]);
        if (step === undefined) return;
        const outcomes = await this.parts.results.write(await this.take(going, step, leave));
        const rests = await Promise.all(outcomes.filter(namesMembers).map((outcome) => this.withoutRefused(outcome)));
        const moved = [...outcomes.map((outcome) => outcome.shipment), ...rests];
        going = moved.filter((shipment) => shipment.state === 'sending');
      }
    });
  }

  /** A bad one among many doesn't hold up the others. */
  private withoutRefused({ shipment, refused = [], message }: Outcome): Promise<ShipmentRow> {
    return this.parts.batches.without(this.exporting, shipment, refused, message);
  }

  /** Those whose serial key is free, which is theirs from now on; the others wait. */
  private async admit(parcel: ShipmentRow[]): Promise<ShipmentRow[]> {
    const admitted: ShipmentRow[] = [];
    for (const shipment of parcel) {
      if (shipment.serialKey === null || (await this.lock(shipment))) admitted.push(shipment);
      else await this.parts.results.write([this.behindAnother(shipment)]);
    }
    return admitted;
  }

  private async lock(shipment: ShipmentRow): Promise<boolean> {
    const { connectionId, serialKey, storeId, id } = shipment;
    const { database } = this.parts;
    const taken = await database.run(
      'insert ignore into serial_locks (connection_id, serial_key, store_id, shipment_id) values (?, ?, ?, ?)',
      [connectionId, serialKey, storeId, id],
    );
    if (taken === 1) return true;
    const holder = await database.one<{ shipment_id: number }>(
      'select shipment_id from serial_locks where connection_id = ? and serial_key = ? and store_id = ? and shipment_id = ?',
      [connectionId, serialKey, storeId, id],
    );
    return holder !== undefined;
  }

  private behindAnother(shipment: ShipmentRow): Outcome {
    const message = `Waits for another one about ${shipment.serialKey}, which isn’t settled yet.`;
    const waiting = { ...shipment, state: 'waiting' as const, message, nextTryAt: this.exporting.clock.now() + 30_000 };
    return { shipment: waiting, step: null, outcome: 'waiting', message, exchange: null };
  }

  /** What the connector stumbles over keeps no other of its parcel back. */
  private async take(parcel: ShipmentRow[], step: string, leave: Leave): Promise<Outcome[]> {
    const unready: Outcome[] = [];
    const ready = await this.preparing.of(parcel, (shipment, error) => {
      unready.push(this.after(shipment, step, error, { mayHaveLanded: false, exchange: null }));
    });
    if (ready.length === 0) return unready;
    return [...unready, ...(await eachForItself(ready, (some) => this.attempt(some, step, leave)))];
  }

  private async attempt(parcel: ShipmentRow[], step: string, leave: Leave): Promise<Attempt<Outcome>> {
    const { run, facts, clock, settle, key } = this.exporting;
    const door = watchDoor(this.exporting);
    try {
      if (this.exporting.reconnect) throw this.exporting.reconnect;
      run.stillOurs();
      await leave(parcel);
      const results = await this.parts.desk.during(
        { http: door.http, signal: run.signal },
        { ...facts, now: clock.now() },
        (call) => run.plugin.calls.step(call, key.task, step, parcel.map(toShipment)),
      );
      checkResults(results, parcel.length);
      const at = { now: clock.now(), settle, exchange: door.exchange };
      return { done: parcel.map((shipment, n) => afterResult(shipment, step, results[n]!, at)), stumbled: false };
    } catch (error) {
      // What had left is written down as gone, and is looked up in the app by whoever goes on.
      if ((error instanceof Error && error.name === 'LostLease') || troubleOf(error)) throw error;
      const stumbled = isStumble(error) && !door.mayHaveLanded && !run.signal.aborted;
      return { done: parcel.map((shipment) => this.after(shipment, step, error, door)), stumbled };
    }
  }

  private after(shipment: ShipmentRow, step: string, error: unknown, door: Landed): Outcome {
    const { run, clock, settle } = this.exporting;
    if (error instanceof Reconnect) this.exporting.reconnect = error;
    const { exchange, mayHaveLanded } = door;
    const at = { now: clock.now(), settle, exchange, mayHaveLanded, stopped: run.signal.aborted };
    return afterError(shipment, step, error, at);
  }
}

type Landed = Pick<DoorWatch, 'mayHaveLanded' | 'exchange'>;

/** So many at a time, of those that take the same step next. */
const parcelsOf = (shipments: ShipmentRow[], size: number): ShipmentRow[][] =>
  [...groupBy(shipments, (shipment) => nextStep(shipment)).values()].flatMap((group) => [...chunks(group, size)]);

/** The app refused some records of a batch by name, and others are left. */
function namesMembers({ shipment, refused }: Outcome): boolean {
  const named = shipment.members.filter((member) => refused?.includes(member.key)).length;
  return named > 0 && named < shipment.members.length && isUntouched(shipment);
}

function checkResults(results: StepResult[], expected: number): void {
  if (
    Array.isArray(results) &&
    results.length === expected &&
    results.every((result) => typeof result === 'object' && result !== null)
  )
    return;
  throw new NeedsPerson(
    `The connector answered ${Array.isArray(results) ? results.length : 'no'} results for ${expected} shipments.`,
  );
}
