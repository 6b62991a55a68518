import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { Records } from '../../records/records.service.js';
import type { TaskManifest } from '../../sdk/host/index.js';
import type { ParentPart, ParentRef, RecordType } from '../../sdk/index.js';
import type { Built, Facts, PlainParent, PlainRecord, Unmade } from '../../sdk/runtime/index.js';
import { reasonNotDue, rulesOf } from '../eligibility.js';
import { groupBy } from '../group.js';
import { isUntouched, type ShipmentRow, shipmentsByRecord } from '../shipment.js';
import { ShipmentStore, type TaskKey } from '../shipments.store.js';
import { type ParentRow, type Standing, standingOf } from './parent-standing.js';
import type { ParentWait } from './parent-waits.store.js';

/** Whose records are asked about. */
export interface Household {
  key: TaskKey;
  plugin: LoadedPlugin;
  facts: Facts;
  /** Null before the app is connected. */
  connectionId: number | null;
}

/** What is known of the parents of some records. */
export interface Family {
  /** For the build. */
  parents: PlainParent[];
  /** Why some of these records have to wait, by their id. */
  held: Map<number, string>;
  /** Those of them that go by themselves once what goes first is there, and what that is. */
  following: Map<number, RecordType>;
  /** Parents that aren't in the app, with whom they were asked for. */
  waits: ParentWait[];
  /** Parents that are, and have changed since: they are waited for only where the build says so. */
  changed: ParentWait[];
  /** What the connector said of records whose parents it couldn't name. */
  unmade: Map<number, Unmade>;
}

interface Found {
  ref: ParentRef;
  standing: Standing;
  shipments: ShipmentRow[];
  remoteId: string | undefined;
  number: string | undefined;
}

/** Finds where the parents of records stand: what their build is told of them, and who has to wait. */
@Injectable()
export class Parents {
  constructor(
    private readonly database: Database,
    private readonly records: Records,
    private readonly shipments: ShipmentStore,
  ) {}

  async of(household: Household, records: PlainRecord[]): Promise<Family> {
    const family: Family = {
      parents: [],
      held: new Map(),
      following: new Map(),
      waits: [],
      changed: [],
      unmade: new Map(),
    };
    const { key, plugin, facts } = household;
    const task = plugin.manifest.tasks.find(({ id }) => id === key.task);
    if (records.length === 0 || task?.direction !== 'out' || task.follows.length === 0) return family;
    const answers = await plugin.calls.parents(key.task, records, facts);
    const found = await this.find(
      household,
      answers.flatMap((refs) => (Array.isArray(refs) ? refs : [])),
    );
    for (const [at, record] of records.entries()) {
      const answer = answers[at]!;
      if (Array.isArray(answer)) take(family, record, answer, found);
      else family.unmade.set(record.id, answer);
    }
    family.parents = [...found.values()].flatMap(toParent);
    return family;
  }

  private async find(household: Household, refs: ParentRef[]): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    for (const [id, ofTask] of groupBy(refs, ({ task }) => task)) {
      const task = household.plugin.manifest.tasks.find((candidate) => candidate.id === id);
      if (!task) continue;
      const keys = [...new Set(ofTask.map((ref) => ref.key))];
      for (const one of await this.ofTask(household, task, keys)) found.set(nameOf(one.ref), one);
    }
    return found;
  }

  private async ofTask(household: Household, task: TaskManifest, keys: string[]): Promise<Found[]> {
    const { key, plugin, connectionId } = household;
    const rows = await this.rows(household, task, keys);
    const ids = rows.filter(({ state }) => state !== null).map(({ id }) => id);
    const [shipments, remoteIds] = await Promise.all([
      task.kind === 'document' ? this.shipments.carrying({ ...key, task: task.id }, ids) : [],
      task.kind === 'state' && connectionId !== null
        ? this.records.remoteIds(key.storeId, connectionId, task.record, ids)
        : new Map<number, string>(),
    ]);
    const byRecord = shipmentsByRecord(shipments);
    return rows.map((row): Found => {
      const carried = byRecord.get(row.id) ?? [];
      const begun = carried.filter((shipment) => !isUntouched(shipment));
      return {
        ref: { task: task.id, key: row.record_key },
        standing: standingOf(row, { task, app: plugin.manifest.name, allBegun: begun.length === carried.length }),
        shipments: begun,
        remoteId: begun[0]?.remoteId ?? remoteIds.get(row.id),
        number: begun[0]?.number ?? row.app_number ?? undefined,
      };
    });
  }

  private rows({ key, facts }: Household, task: TaskManifest, keys: string[]): Promise<ParentRow[]> {
    const rule = reasonNotDue(rulesOf(task), facts);
    return this.database.query<ParentRow>(
      `select r.id, r.record_key, ${rule.sql} rule, o.state, o.reason, o.app_number,
         o.recheck or not (o.record_changed_at <=> r.changed_at) stale, coalesce(s.active, 0) active
       from records r force index (by_key)
       left join outbox o on o.store_id = r.store_id and o.installation_id = ? and o.task = ? and o.record_id = r.id
       left join schedules s on s.store_id = r.store_id and s.installation_id = ? and s.task = ?
       where r.store_id = ? and r.type = ? and r.record_key in (?)`,
      [...rule.parameters, key.installationId, task.id, key.installationId, task.id, key.storeId, task.record, keys],
    );
  }
}

const nameOf = ({ task, key }: ParentRef) => `${task} ${key}`;

/** What one record's parents mean for it. */
function take(family: Family, record: PlainRecord, refs: ParentRef[], found: Map<string, Found>): void {
  const awaited: Extract<Standing, { state: 'awaited' }>[] = [];
  for (const ref of refs) {
    const standing = found.get(nameOf(ref))?.standing;
    const wait = { childId: record.id, ...ref, seen: standing?.seen ?? 'absent' };
    if (standing?.state !== 'exported') family.waits.push(wait);
    else if (standing.changed) family.changed.push(wait);
    if (standing?.state === 'awaited') awaited.push(standing);
  }
  const [first, ...others] = awaited;
  if (first === undefined) return;
  family.held.set(record.id, others.length === 0 ? first.because : `${first.because} And for ${others.length} more.`);
  if (first.goesFirst && others.every(({ goesFirst }) => goesFirst)) family.following.set(record.id, first.goesFirst);
}

/**
 * Every wait of these children, those included that their builds ask for. One that awaits what isn't open is tried again like what
 * was refused: nothing would wake it.
 */
export function waitsOf({ waits, changed }: Family, built: Map<number, Built>): ParentWait[] {
  const awaited = changed.filter(({ childId }) => 'awaits' in (built.get(childId) ?? {}));
  const all = [...waits, ...awaited];
  const waiting = new Set(all.map(({ childId }) => childId));
  for (const [childId, outcome] of built)
    if ('awaits' in outcome && !waiting.has(childId)) built.set(childId, { rejected: outcome.awaits });
  return all;
}

function toParent({ ref, standing, shipments, remoteId, number }: Found): PlainParent[] {
  if (standing.state === 'awaited') return [];
  const { state, because, changed } = standing;
  return [
    {
      ...ref,
      state,
      because,
      changed,
      remoteId,
      number,
      parts: shipments.map((shipment) => toPart(shipment, ref.key)),
    },
  ];
}

function toPart(shipment: ShipmentRow, key: string): ParentPart {
  const { reference, remoteId, number, payload, done, members } = shipment;
  const part = members.find((member) => member.key === key)?.part ?? shipment.part;
  return { part, reference, remoteId: remoteId ?? undefined, number: number ?? undefined, payload, done };
}
