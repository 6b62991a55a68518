import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { Database } from '../../database/database.js';
import { type Counted, countEach } from '../../logs/counted.js';
import { spanOf } from '../../logs/days.js';
import { type KeyValues, readSlice, type Slice } from '../../logs/key-set.js';
import { type LogApp, placedIn } from '../../logs/log-apps.js';
import type { RecordType } from '../../sdk/index.js';
import type { Line } from '../lines.js';
import type { OutboxState } from '../states.js';
import { branchesOf, type ExportScope, OUTBOX } from './export-branches.js';
import { type ExportFilter, STATUSES, type StatusName } from './export-filter.js';
import { ExportSearch } from './export-search.service.js';
import { Standings } from './standings.service.js';

/** A line of the export log: a record on its way into an app. */
export interface ExportLine {
  installation_id: number;
  task: string;
  record_id: number;
  state: OutboxState;
  label: string | null;
  reason: string | null;
  attempts: number;
  next_try_at: Date | null;
  app_number: string | null;
  customer_reference: string | null;
  /** 'YYYY-MM-DD': on which day a person wants it, where the day of its own can't be. */
  chosen_day: string | null;
  /** 'YYYY-MM-DD': on which day it would go, if a person chose that. */
  offered_day: string | null;
  changed_at: Date;
  type: RecordType;
  record_key: string;
  number: string | null;
  date: string | null;
  amount: string | null;
  currency: string | null;
}

const COLUMNS = `o.installation_id, o.task, o.record_id, o.state, o.label, o.reason, o.attempts, o.next_try_at, o.app_number,
  o.customer_reference, o.chosen_day, o.changed_at, r.type, r.record_key, r.number, r.date, r.amount, r.currency,
  if(o.state = 'waiting', (
    select max(s.offered_day) from shipment_members m force index (by_record)
    join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
    where m.store_id = o.store_id and m.record_id = o.record_id and s.installation_id = o.installation_id and s.task = o.task
      and s.state = 'waiting' and s.offered_day > coalesce(o.chosen_day, '0001-01-01')
  ), null) offered_day`;

const RECORD_OF = 'join records r on r.store_id = o.store_id and r.id = o.record_id';

/** Reads the export log of a store: any page of it in the same time, however long it is. */
@Injectable()
export class ExportLines {
  constructor(
    private readonly database: Database,
    private readonly standings: Standings,
    private readonly search: ExportSearch,
  ) {}

  /** What a filter leaves; asked for once, used for the page, its counts, a file. */
  async scope(store: Store, apps: Map<number, LogApp>, filter: ExportFilter): Promise<ExportScope> {
    const [standings, recordIds] = await Promise.all([
      this.standings.of(store.id),
      filter.text === undefined ? undefined : this.search.records(store.id, filter.text),
    ]);
    return {
      storeId: store.id,
      standings: placedIn(standings, apps, filter),
      recordIds,
      ...spanOf(store.timeZone, filter.from, filter.to),
    };
  }

  /** Newest first, also where newer ones than a key are asked for. */
  async read(scope: ExportScope, status: StatusName | undefined, slice: Slice): Promise<ExportLine[]> {
    const statement = readSlice(OUTBOX, branchesOf(scope, status && STATUSES[status].states), slice);
    if (!statement) return [];
    const { sql, values } = statement;
    return this.database.query<ExportLine>(
      `select ${COLUMNS} from (${sql}) k
       join outbox o on o.store_id = k.store_id and o.installation_id = k.installation_id and o.task = k.task and o.record_id = k.record_id
       ${RECORD_OF} order by o.changed_at desc, o.record_id desc, o.installation_id desc, o.task desc`,
      values,
    );
  }

  /** Every line of a scope, in parts, newest first. */
  async *all(scope: ExportScope, status: StatusName | undefined, size: number): AsyncGenerator<ExportLine[]> {
    for (let from: Slice['from']; ; ) {
      const lines = await this.read(scope, status, { from, limit: size });
      if (lines.length > 0) yield lines;
      if (lines.length < size) return;
      from = { key: keyOf(lines.at(-1)!), direction: 'older' };
    }
  }

  /** Of these lines the ones that there are in this store. */
  async those(storeId: number, lines: Line[]): Promise<ExportLine[]> {
    if (lines.length === 0) return [];
    const wanted = lines.map(({ installationId, task, recordId }) => [installationId, task, recordId]);
    return this.database.query<ExportLine>(
      `select ${COLUMNS} from outbox o ${RECORD_OF}
       where o.store_id = ? and (o.installation_id, o.task, o.record_id) in (?)`,
      [storeId, wanted],
    );
  }

  /** What a state task last said of a record. */
  async said(storeId: number, { installationId, task, recordId }: Line): Promise<unknown> {
    const row = await this.database.one<{ sent: string | null }>(
      'select sent from outbox where store_id = ? and installation_id = ? and task = ? and record_id = ?',
      [storeId, installationId, task, recordId],
    );
    return row?.sent ? JSON.parse(row.sent) : undefined;
  }

  /** How many lines there are of each status. */
  async counts(scope: ExportScope): Promise<Record<StatusName, Counted>> {
    const names = Object.keys(STATUSES) as StatusName[];
    return countEach(this.database, 'outbox', names, (name) => branchesOf(scope, STATUSES[name].states));
  }
}

export function keyOf({ changed_at, record_id, installation_id, task }: ExportLine): KeyValues {
  return [changed_at, record_id, installation_id, task];
}

export function lineOf({ installation_id, task, record_id }: ExportLine): Line {
  return { installationId: installation_id, task, recordId: record_id };
}
