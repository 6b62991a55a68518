import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { type LogApp, typeWord } from '../../logs/log-apps.js';
import { webAddress } from '../../web/web-address.js';
import { groupBy } from '../group.js';
import { type ExportLine, lineOf } from './export-lines.service.js';
import { statusOf } from './line-words.js';

interface Parcel {
  installation_id: number;
  task: string;
  record_id: number;
  id: number;
  url: string | null;
  reference: string;
  batch_key: string | null;
}

interface Tried {
  installation_id: number;
  task: string;
  record_id: number;
  tries: string | number;
}

/** Lines with all that a table says of them. */
@Injectable()
export class ShownLines {
  constructor(private readonly database: Database) {}

  async of(storeId: number, apps: Map<number, LogApp>, lines: ExportLine[]) {
    const [parcels, tries] = await Promise.all([this.parcels(storeId, lines), this.tries(storeId, lines)]);
    return lines.map((line) => {
      const name = nameOf(line);
      return show(line, apps.get(line.installation_id), parcels.get(name) ?? [], tries.get(name) ?? 0);
    });
  }

  /** How often something was sent for each: the steps of one good delivery are one try, and looking it up is none. */
  private async tries(storeId: number, lines: ExportLine[]): Promise<Map<string, number>> {
    if (lines.length === 0) return new Map();
    const rows = await this.database.query<Tried>(
      `select installation_id, task, record_id, max(outcome = 'done') + sum(outcome not in ('done', 'found', 'not-found')) tries
       from export_log force index (by_record) where store_id = ? and record_id in (?) and step is not null
       group by installation_id, task, record_id`,
      [storeId, lines.map(({ record_id }) => record_id)],
    );
    return new Map(rows.map((row) => [nameOf(row), Number(row.tries)]));
  }

  private async parcels(storeId: number, lines: ExportLine[]): Promise<Map<string, Parcel[]>> {
    if (lines.length === 0) return new Map();
    const rows = await this.database.query<Parcel>(
      `select s.installation_id, s.task, m.record_id, s.id, s.url, s.reference, s.batch_key
       from shipment_members m force index (by_record) join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
       where m.store_id = ? and m.record_id in (?) order by s.id`,
      [storeId, lines.map(({ record_id }) => record_id)],
    );
    return groupBy(rows, nameOf);
  }
}

function show(line: ExportLine, app: LogApp | undefined, parcels: Parcel[], tries: number) {
  const appName = app?.app ?? 'the app';
  const batch = parcels.find(({ batch_key }) => batch_key !== null);
  const name = nameOf(line);
  return {
    name,
    href: hrefOf(line),
    at: line.changed_at,
    app: appName,
    appDetail: app?.name ?? `#${line.installation_id}`,
    type: typeWord(line.type),
    task: app?.task(line.task)?.title ?? line.task,
    number: line.number ?? line.record_key,
    appNumber: line.app_number,
    appUrl: webAddress(parcels.findLast(({ url }) => url !== null)?.url),
    customerReference: line.customer_reference,
    batch: batch && { reference: batch.reference, href: `${hrefOf(line)}#shipment-${batch.id}` },
    amount: line.currency === null ? null : line.amount,
    currency: line.currency,
    status: statusOf(line, appName),
    offeredDay: line.offered_day,
    reason: line.state === 'exported' ? null : line.reason,
    ...nextOf(line),
    tries,
  };
}

function nextOf({ state, next_try_at }: ExportLine) {
  if (state === 'uncertain') return { nextTry: next_try_at, nextWord: 'Is looked up' };
  return { nextTry: state === 'waiting' || state === 'rejected' ? next_try_at : null, nextWord: 'Next try' };
}

export function hrefOf(line: ExportLine): string {
  const { installationId, task, recordId } = lineOf(line);
  return `/logs/exports/${installationId}/${task}/${recordId}`;
}

function nameOf({ installation_id, task, record_id }: Pick<ExportLine, 'installation_id' | 'task' | 'record_id'>) {
  return `${installation_id}/${task}/${record_id}`;
}
