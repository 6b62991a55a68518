import type { CallDesk } from '../plugins/call-desk.js';
import { Reconnect } from '../sdk/index.js';
import { type DocumentRun, watchDoor } from './export-run.js';
import { chunks } from './group.js';
import { afterFind, type Outcome } from './outcome.js';
import type { ResultWriter } from './result-writer.js';
import { type ShipmentRow, toShipment } from './shipment.js';
import { type Attempt, eachForItself, isStumble } from './stumbles.js';

/** Finds out what became of shipments that got no answer. */
export class Looker {
  constructor(
    private readonly exporting: DocumentRun,
    private readonly desk: CallDesk,
    private readonly results: ResultWriter,
  ) {}

  /** Looks these up in the app. Answers those that go on: found with steps left to take. */
  async lookUp(shipments: ShipmentRow[]): Promise<ShipmentRow[]> {
    const size = Math.max(this.exporting.run.task.batch, 10);
    const goingOn: ShipmentRow[] = [];
    for (const parcel of chunks(shipments, size)) {
      const outcomes = await this.results.write(await eachForItself(parcel, (some) => this.find(some)));
      goingOn.push(...outcomes.map((outcome) => outcome.shipment).filter((shipment) => shipment.state === 'sending'));
    }
    return goingOn;
  }

  private async find(parcel: ShipmentRow[]): Promise<Attempt<Outcome>> {
    const { run, facts, clock, settle, key } = this.exporting;
    const door = watchDoor(this.exporting);
    try {
      run.stillOurs();
      const found = await this.desk.during(
        { http: door.http, signal: run.signal },
        { ...facts, now: clock.now() },
        (call) => run.plugin.calls.find(call, key.task, parcel.map(toShipment)),
      );
      const at = {
        now: clock.now(),
        settle,
        exchange: door.exchange,
        doublesUnlessFound: run.task.doublesUnlessFound,
      };
      return { done: parcel.map((shipment, n) => afterFind(shipment, found[n] ?? undefined, at)), stumbled: false };
    } catch (error) {
      if (error instanceof Error && (error.name === 'LostLease' || error instanceof Reconnect)) throw error;
      const done = parcel.map((shipment) => this.lookAgainLater(shipment, error, door.exchange));
      return { done, stumbled: isStumble(error) && !run.signal.aborted };
    }
  }

  /** A look-up that failed says nothing: it doesn't count as not found. */
  private lookAgainLater(shipment: ShipmentRow, error: unknown, exchange: number | null): Outcome {
    const message = `Could not look it up: ${error instanceof Error ? error.message : String(error)}`.slice(0, 1000);
    const attempts = shipment.attempts + 1;
    const nextTryAt = this.exporting.clock.now() + Math.min(this.exporting.settle * attempts, 3_600_000);
    return {
      shipment: { ...shipment, state: 'uncertain', message, attempts, nextTryAt },
      step: null,
      outcome: 'uncertain',
      message,
      exchange,
    };
  }
}
