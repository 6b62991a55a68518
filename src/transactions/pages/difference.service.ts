import { Injectable } from '@nestjs/common';
import { FactsService } from '../../installations/facts.service.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Records } from '../../records/records.service.js';
import type { Built } from '../../sdk/runtime/index.js';
import type { Line } from '../export-actions.js';
import { Parents } from '../parents.js';
import type { ShipmentRow } from '../shipment.js';
import { type FieldDifference, fieldDifferences } from './field-differences.js';

/** How what was sent differs from what would be sent now. */
export interface Difference {
  reference: string;
  fields: FieldDifference[];
  /** Why nothing would be sent now. */
  gone?: string;
}

/** Builds a record anew, sends nothing, and lays it beside what was sent. */
@Injectable()
export class Differences {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly factsOf: FactsService,
    private readonly records: Records,
    private readonly parents: Parents,
  ) {}

  async of(installation: Installation, line: Line, shipments: ShipmentRow[]): Promise<Difference[]> {
    const built = await this.build(installation, line, shipments);
    return shipments.map((shipment) => {
      const member = shipment.members.find(({ recordId }) => recordId === line.recordId);
      const sent = shipment.members.length > 1 ? member?.payload : shipment.payload;
      const part = member?.part ?? shipment.part;
      const now = 'documents' in built ? built.documents.find((document) => (document.part ?? '') === part) : undefined;
      const gone = now ? undefined : whyNot(built);
      return { reference: shipment.reference, fields: now ? fieldDifferences(sent, now.payload) : [], gone };
    });
  }

  private async build({ plugin: id, storeId, id: installationId }: Installation, line: Line, shipments: ShipmentRow[]) {
    const plugin = this.plugins.get(id);
    const [record] = await this.records.byIds(storeId, [line.recordId]);
    if (!plugin || !record) return { nothing: true } satisfies Built;
    const { facts, connectionId } = await this.factsOf.of(storeId, installationId, plugin.manifest);
    const refs = await plugin.calls.uses(line.task, [record], facts);
    const related = await this.records.load(storeId, refs);
    const household = { key: { storeId, installationId, task: line.task }, plugin, facts, connectionId };
    const { parents } = await this.parents.of(household, [record]);
    const shipped = shipments.map(({ part, reference, payload, done }) => {
      return { part, reference, payload, done: Object.keys(done) };
    });
    const [built] = await plugin.calls.build(facts, line.task, [{ record, shipped }], { related, parents });
    return built!;
  }
}

function whyNot(built: Built): string {
  if ('notDue' in built) return built.notDue;
  if ('needsPerson' in built) return built.needsPerson;
  if ('rejected' in built) return built.rejected;
  if ('error' in built) return `The connector could not make it ready: ${built.error.message}`;
  return 'There is nothing of it to send.';
}
