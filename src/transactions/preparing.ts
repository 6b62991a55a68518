import { refusalOf } from '../database/refusal.js';
import { tellOperator, whereToLook, whyRefused } from '../database/refusals.js';
import { troubleOf } from '../database/trouble.js';
import type { CallDesk } from '../plugins/call-desk.js';
import { NeedsPerson } from '../sdk/index.js';
import type { DocumentRun } from './export-run.js';
import { isUntouched, recordIdsOf, type ShipmentRow, toShipment } from './shipment.js';
import type { ShipmentStore } from './shipments.store.js';

/** What a payload needs to know of the app's present state is read once and frozen before its first step leaves. */
export class Preparing {
  constructor(
    private readonly exporting: DocumentRun,
    private readonly parts: { desk: CallDesk; shipments: ShipmentStore },
  ) {}

  /** Those that are ready for their step. Of the others it is `failed` that says why, and they keep nobody back. */
  async of(parcel: ShipmentRow[], failed: (shipment: ShipmentRow, error: unknown) => void): Promise<ShipmentRow[]> {
    const { run, reconnect } = this.exporting;
    if (!run.task.prepares || reconnect) return parcel;
    run.stillOurs();
    const ready = await Promise.all(
      parcel.map(async (shipment) => {
        try {
          return await this.prepared(shipment);
        } catch (error) {
          if ((error instanceof Error && error.name === 'LostLease') || troubleOf(error)) throw error;
          failed(shipment, refusalOf(error) ? this.refused(shipment, error) : error);
          return [];
        }
      }),
    );
    return ready.flat();
  }

  private async prepared(shipment: ShipmentRow): Promise<ShipmentRow> {
    const { run, facts, clock, key, http } = this.exporting;
    if (shipment.prepared !== null || !isUntouched(shipment)) return shipment;
    const prepared = await this.parts.desk.during(
      { http, signal: run.signal },
      { ...facts, now: clock.now() },
      (call) => run.plugin.calls.prepare(call, key.task, toShipment(shipment)),
    );
    await this.parts.shipments.freeze(shipment, prepared);
    return { ...shipment, prepared: prepared ?? null };
  }

  private refused(shipment: ShipmentRow, error: unknown): NeedsPerson {
    const { run } = this.exporting;
    tellOperator('what was read in an app before something is sent to it', error, recordIdsOf([shipment]));
    const app = run.plugin.manifest.name;
    return new NeedsPerson(
      `The hub couldn’t write down what it read in ${app} for this, so it wasn’t sent: ${whyRefused(error)}. Should it come back when you try it again, ${whereToLook(run.id)}`,
    );
  }
}
