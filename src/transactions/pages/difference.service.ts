import { Injectable } from '@nestjs/common';
import { FactsService } from '../../installations/facts.service.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Records } from '../../records/records.service.js';
import type { Built, Known, PlainRecord } from '../../sdk/runtime/index.js';
import { agreementOn, type Differing, differingOf, pairOf, verdictOf } from '../changes.js';
import type { Line } from '../lines.js';
import { Making } from '../making.js';
import { candidateOf } from '../outbox.store.js';
import type { Household } from '../parents/parents.js';
import { planFor } from '../plan.js';
import { isUntouched, type ShipmentRow } from '../shipment.js';
import { type FieldDifference, fieldDifferences } from './field-differences.js';

/** How what was sent differs from what would be sent now. */
export interface Difference {
  reference: string;
  fields: FieldDifference[];
  /** Why nothing would be sent now. */
  gone?: string;
}

/** What would make up for it. */
export interface Offer {
  documents: { reference: string; summary?: string; steps: string[]; payload: unknown }[];
  /** Says which documents these are, when somebody agrees to them. */
  agreed: string;
}

/** Builds a record anew, sends nothing, and lays it beside what was sent. */
@Injectable()
export class Differences {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly factsOf: FactsService,
    private readonly records: Records,
    private readonly making: Making,
  ) {}

  async of(
    installation: Installation,
    line: Line,
    shipments: ShipmentRow[],
  ): Promise<{ differences: Difference[]; offer?: Offer }> {
    const plugin = this.plugins.get(installation.plugin);
    const [record] = await this.records.byIds(installation.storeId, [line.recordId]);
    if (!plugin || !record) return { differences: [] };
    const { facts, connectionId } = await this.factsOf.of(installation.storeId, installation.id, plugin.manifest);
    const key = { storeId: installation.storeId, installationId: installation.id, task: line.task };
    const asking = { key, plugin, facts, connectionId, record, shipments };
    const { built, known } = await this.build(asking);
    const plan = planFor({ candidate: candidateOf(line.recordId, 'changed'), key: record.key, built, shipments });
    const differing = differingOf([plan], new Map([[record.id, record.key]]));
    return {
      differences: differing.map((entry) => differenceOf(entry, built)),
      offer: await this.offer(asking, differing, known),
    };
  }

  private async build({ record, shipments, ...household }: Asking): Promise<{ built: Built; known: Known }> {
    const shipped = shipments
      .filter((shipment) => shipment.corrects === null && !isUntouched(shipment))
      .map(({ part, reference, payload, done }) => ({ part, reference, payload, done: Object.keys(done) }));
    return this.making.ofOne(household, { record, shipped });
  }

  /** What the connector has to make up for the changes, if a person is asked about it. */
  private async offer(
    { key, plugin, facts }: Asking,
    differing: Differing[],
    known: Known,
  ): Promise<Offer | undefined> {
    if (differing.length === 0) return undefined;
    const answers = await plugin.calls.change(facts, key.task, differing.map(pairOf), known);
    const documents = differing.flatMap((entry, at) => {
      const verdict = verdictOf(entry, answers[at]!);
      return typeof verdict === 'object' && 'difference' in verdict ? [verdict.difference] : [];
    });
    if (documents.length === 0) return undefined;
    const shown = documents.map(({ reference, summary, steps, payload }) => ({ reference, summary, steps, payload }));
    return { documents: shown, agreed: agreementOn(documents).toString('hex') };
  }
}

interface Asking extends Household {
  record: PlainRecord;
  shipments: ShipmentRow[];
}

function differenceOf(entry: Differing, built: Built): Difference {
  const { before, now } = pairOf(entry);
  return {
    reference: before.reference,
    fields: now ? fieldDifferences(before.payload, now.payload) : [],
    gone: now ? undefined : whyNot(built),
  };
}

function whyNot(built: Built): string {
  if ('notDue' in built) return built.notDue;
  if ('needsPerson' in built) return built.needsPerson;
  if ('rejected' in built) return built.rejected;
  if ('awaits' in built) return built.awaits;
  if ('error' in built) return `The connector could not make it ready: ${built.error.message}`;
  return 'There is nothing of it to send.';
}
