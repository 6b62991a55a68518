import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { refusalOf } from '../database/refusal.js';
import { tellOperator, whereToLook, whyRefused } from '../database/refusals.js';
import { ask } from './changes.js';
import { shipmentsOf } from './companies.js';
import { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren } from './export-run.js';
import { partition } from './group.js';
import { OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import type { Plan } from './plan.js';
import { isUntouched, recordIdsOf, type ShipmentRow } from './shipment.js';
import { ShipmentStore } from './shipments.store.js';
import { othersOf, Unmergeable } from './unmergeable.js';

/** Records of which a run can't write ahead what it would. */
export interface Refused {
  plans: Plan[];
  error: unknown;
  /** Each alone would have been taken. */
  together?: boolean;
}

/** Lets a person know of what can't be written ahead: only they, or whoever runs the hub, can mend it. */
@Injectable()
export class RefusedRecords {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly shipments: ShipmentStore,
    private readonly log: ExportLog,
    private readonly waits: ParentWaits,
  ) {}

  async ask(exporting: ExportRun, refused: Refused): Promise<void> {
    const { run } = exporting;
    const all = refused.plans.map(({ recordId }) => recordId);
    if (!(refused.error instanceof Unmergeable))
      tellOperator('what would be written ahead of an export', refused.error, all);
    const plans = refused.plans.filter(mayRest);
    if (plans.length === 0) return;
    try {
      await this.put(exporting, plans, wordsOf(refused, run.id));
    } catch (error) {
      if (!refusalOf(error)) throw error;
      // Nothing of it is written: the next run looks at these again.
      for (const { recordId } of plans) exporting.unwritten.add(recordId);
    }
  }

  private async put(exporting: ExportRun, plans: Plan[], reason: string): Promise<void> {
    const { run, key, clock } = exporting;
    const now = clock.now();
    const recordIds = plans.map(({ recordId }) => recordId);
    const settled = recordIds.map((recordId) => ({ recordId, state: 'needs-person' as const, reason }));
    const [batches, alone] = partition(asking(plans, reason), ({ members }) => members.length > 1);
    await this.database.transaction(async (tx) => {
      run.stillOurs();
      await this.shipments.withdraw(tx, key.storeId, plans.flatMap(takenBack));
      await this.shipments.move(tx, alone, now);
      await this.shipments.replace(tx, batches, now);
      await this.outbox.settle(tx, key, settled, now);
      await this.outbox.follow(tx, key, recordIdsOf([...alone, ...batches]), now);
      await this.log.settled(tx, exporting, settled);
      if (hasChildren(run)) await this.waits.wake(tx, key, recordIds);
      await run.keep(tx, { add: { read: plans.length, failed: plans.length } });
    });
  }
}

/** What is in doubt, or waits together with others, is looked at again in the next run: nobody can say yet how it stands. */
const mayRest = (plan: Plan) =>
  !plan.inDoubt && !shipmentsOf(plan).some((shipment) => isUntouched(shipment) && shipment.members.length > 1);

/** It would go out by itself, as its record no longer is. What a person is asked about doesn't. */
const takenBack = (plan: Plan): number[] =>
  shipmentsOf(plan).flatMap((shipment) =>
    isUntouched(shipment) && shipment.state !== 'needs-person' ? shipment.id : [],
  );

/** What the app has something of stays as the app has it, and says that it should be otherwise. */
function asking(plans: Plan[], reason: string): ShipmentRow[] {
  const rows = new Map<number, ShipmentRow>();
  for (const plan of plans) {
    const { recordId, differing, unclear, again } = plan;
    const held = [...differing.map(({ shipment }) => shipment), ...unclear.map(({ shipment }) => shipment), ...again];
    for (const shipment of held.filter((one) => !isUntouched(one)))
      rows.set(shipment.id, ask(rows.get(shipment.id) ?? shipment, { recordId }, reason));
  }
  return [...rows.values()];
}

function wordsOf({ plans, error, together }: Refused, runId: number): string {
  if (error instanceof Unmergeable) return error.words(together ? plans.length : undefined);
  const what = whyRefused(error);
  const refused = together
    ? `The hub couldn’t write this down together with the ${othersOf(plans.length)} it travels with, so none of them was sent: ${what}.`
    : `The hub couldn’t write this down, so it wasn’t sent: ${what}.`;
  return `${refused} Correct it in the store, then try it again. Should it come back, ${whereToLook(runId)}`;
}
