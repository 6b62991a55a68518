import { Injectable } from '@nestjs/common';
import type { Drawn } from './builder.js';
import { halvesOf, partOf } from './companies.js';
import type { DocumentRun } from './export-run.js';
import type { Plan } from './plan.js';
import { isTheirs } from './refusals.js';
import { type Refused, RefusedRecords } from './refused-records.js';
import type { ShipmentRow } from './shipment.js';
import { WriteAhead } from './write-ahead.js';

const MANY = 10;

/** Takes back what was only written to see whether it can be. */
class Rehearsed extends Error {}

/** Keeps back what can't be written ahead, for the database or the connector, so that nothing else waits for it. */
@Injectable()
export class Sieve {
  constructor(
    private readonly writeAhead: WriteAhead,
    private readonly refusedRecords: RefusedRecords,
  ) {}

  /** Writes down what becomes of these records; a person is asked about those that can't be. Answers the shipments to send now. */
  async write(exporting: DocumentRun, drawn: Drawn): Promise<ShipmentRow[]> {
    const refused: Refused[] = [];
    const leaving = await this.sound(exporting, drawn, refused);
    // Where nothing of many is taken, it isn't theirs to mend.
    if (leaving.length === 0 && refused.length >= MANY) throw refused[0]!.error;
    for (const one of refused) await this.refusedRecords.ask(exporting, one);
    return leaving;
  }

  /** Writes all that can be; the others join `refused`. */
  private async sound(exporting: DocumentRun, drawn: Drawn, refused: Refused[]): Promise<ShipmentRow[]> {
    try {
      return await this.writeAhead.write(exporting, drawn);
    } catch (error) {
      if (!isTheirs(error)) throw error;
      exporting.run.signal.throwIfAborted();
      const [one, other] = halvesOf(drawn) ?? [];
      if (!one || !other) return this.soundOfCompany(exporting, drawn, refused, error);
      const first = await this.sound(exporting, one, refused);
      return [...first, ...(await this.sound(exporting, other, refused))];
    }
  }

  /** What travels together still does, but for those who are refused even alone. */
  private async soundOfCompany(exporting: DocumentRun, drawn: Drawn, refused: Refused[], error: unknown) {
    const { plans } = drawn;
    const alone = plans.length === 1 ? { plans, error } : await this.refusedAlone(exporting, drawn);
    refused.push(alone ?? { plans, error, together: true });
    const out = alone?.plans ?? plans;
    const rest = plans.filter((plan) => !out.includes(plan));
    return rest.length === 0 ? [] : this.sound(exporting, partOf(drawn, rest), refused);
  }

  private async refusedAlone(exporting: DocumentRun, drawn: Drawn): Promise<Refused | undefined> {
    const found: Refused[] = [];
    for (const plans of inTwo(drawn.plans)) {
      const part = partOf(drawn, plans);
      const error = await this.rehearse(exporting, part);
      if (error === undefined) continue;
      const alone = plans.length === 1 ? { plans, error } : await this.refusedAlone(exporting, part);
      if (alone) found.push(alone);
    }
    const [first] = found;
    return first && { error: first.error, plans: found.flatMap(({ plans }) => plans) };
  }

  /** Why these can't be written, if they can't. Nothing of them stays written. */
  private async rehearse(exporting: DocumentRun, drawn: Drawn): Promise<unknown> {
    exporting.run.signal.throwIfAborted();
    try {
      await this.writeAhead.write(exporting, drawn, () => {
        throw new Rehearsed();
      });
    } catch (error) {
      if (error instanceof Rehearsed) return undefined;
      if (isTheirs(error)) return error;
      throw error;
    }
  }
}

function inTwo(plans: Plan[]): [Plan[], Plan[]] {
  const half = plans.length >> 1;
  return [plans.slice(0, half), plans.slice(half)];
}
