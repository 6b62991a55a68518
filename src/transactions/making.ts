import { Injectable } from '@nestjs/common';
import { Records } from '../records/records.service.js';
import type { Built, Known, ToBuild } from '../sdk/runtime/index.js';
import { type Family, type Household, Parents } from './parents/parents.js';

/** What a connector makes of some records. */
export interface Made {
  /** By record; nothing of those that have to wait for their parents. */
  built: Map<number, Built>;
  known: Known;
  family: Family;
}

/** Has a connector make of records what is to be sent. What it stumbles over is the outcome of that one record. */
@Injectable()
export class Making {
  constructor(
    private readonly records: Records,
    private readonly parents: Parents,
  ) {}

  async of(household: Household, toBuild: ToBuild[]): Promise<Made> {
    const family = await this.parents.of(household, recordsOf(toBuild));
    const ready = toBuild.filter(({ record }) => !family.held.has(record.id));
    return { ...(await this.build(household, ready, family)), family };
  }

  /** Those too that would have to wait for their parents. */
  async ofOne(household: Household, toBuild: ToBuild): Promise<{ built: Built; known: Known }> {
    const family = await this.parents.of(household, [toBuild.record]);
    const { built, known } = await this.build(household, [toBuild], family);
    return { built: built.get(toBuild.record.id)!, known };
  }

  private async build({ plugin, key, facts }: Household, asked: ToBuild[], { parents, unmade }: Family) {
    const known: Known = { related: [], parents };
    const built = new Map<number, Built>(unmade);
    const named = asked.filter(({ record }) => !unmade.has(record.id));
    if (named.length === 0) return { built, known };
    const uses = await plugin.calls.uses(key.task, recordsOf(named), facts);
    const ready = named.filter(({ record }, at) => {
      const answer = uses[at]!;
      if (!Array.isArray(answer)) built.set(record.id, answer);
      return Array.isArray(answer);
    });
    if (ready.length === 0) return { built, known };
    known.related = await this.records.load(
      key.storeId,
      uses.flatMap((refs) => (Array.isArray(refs) ? refs : [])),
    );
    const answers = await plugin.calls.build(facts, key.task, ready, known);
    for (const [at, { record }] of ready.entries()) built.set(record.id, answers[at]!);
    return { built, known };
  }
}

const recordsOf = (toBuild: ToBuild[]) => toBuild.map(({ record }) => record);
