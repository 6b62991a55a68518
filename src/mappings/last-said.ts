import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RecordType } from '../sdk/index.js';
import type { PlainRecord } from '../sdk/runtime/index.js';

/** Whose word is asked for, and about what. */
export interface Asked {
  storeId: number;
  installationId: number;
  connectionId: number;
  type: RecordType;
  records: PlainRecord[];
  fields: string[];
  /** Fields of which the app itself speaks. */
  spoken: ReadonlySet<string>;
}

export interface Said {
  /** The app has such a thing. */
  linked: boolean;
  /** By field, as the app last said it or was told; absent where nobody knows. */
  values: Record<string, unknown>;
}

/** Reading the whole log would take longer than anybody looks at a page. */
const LINES_READ = 20_000;

/**
 * What an app held of some records when it last spoke of them. The hub keeps no second copy of what apps say: it is worked out
 * from what the app was last sent, from where it differs, and from what others have changed since.
 */
@Injectable()
export class LastSaid {
  constructor(private readonly database: Database) {}

  async of(asked: Asked): Promise<Map<number, Said>> {
    const ids = asked.records.map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const [links, sent, drifts, log] = await Promise.all([
      this.links(asked, ids),
      this.sent(asked, ids),
      this.drifts(asked, ids),
      this.log(asked, ids),
    ]);
    const entries = asked.records.map((record): [number, Said] => {
      const link = links.get(record.id);
      const spoke = link?.spoke ? walkedBack(record, log.get(record.id) ?? [], asked) : {};
      const differing = drifts.get(record.id);
      const told = sent.get(record.id);
      const values = { ...spoke, ...differing?.values };
      const toldLater = told && (!differing || told.at >= differing.at);
      return [
        record.id,
        {
          linked: link !== undefined,
          values: toldLater ? { ...values, ...told.values } : { ...told?.values, ...values },
        },
      ];
    });
    return new Map(entries);
  }

  private async links({ storeId, connectionId, type }: Asked, ids: number[]) {
    const rows = await this.database.query<{ record_id: number; spoke: 0 | 1 }>(
      `select record_id, hash is not null as spoke from links force index (by_record)
       where store_id = ? and record_id in (?) and connection_id = ? and type = ?`,
      [storeId, ids, connectionId, type],
    );
    return new Map(rows.map((row) => [row.record_id, { spoke: Boolean(row.spoke) }]));
  }

  private async sent({ storeId, installationId, fields }: Asked, ids: number[]) {
    const rows = await this.database.query<{ record_id: number; sent: string; changed_at: Date }>(
      `select record_id, sent, changed_at from outbox force index (by_record)
       where store_id = ? and record_id in (?) and installation_id = ? and sent is not null`,
      [storeId, ids, installationId],
    );
    return new Map(
      rows.map(({ record_id, sent, changed_at }) => {
        const all = JSON.parse(sent) as Record<string, unknown>;
        const values = Object.fromEntries(fields.filter((field) => field in all).map((field) => [field, all[field]]));
        return [record_id, { at: changed_at.getTime(), values }];
      }),
    );
  }

  private async drifts({ storeId, connectionId, fields }: Asked, ids: number[]) {
    const rows = await this.database.query<{
      record_id: number;
      field: string;
      app_value: string | null;
      seen_at: Date;
    }>(
      `select record_id, field, app_value, seen_at from drifts
       where store_id = ? and record_id in (?) and connection_id = ? and field in (?)`,
      [storeId, ids, connectionId, fields],
    );
    const drifts = new Map<number, { at: number; values: Record<string, unknown> }>();
    for (const { record_id, field, app_value, seen_at } of rows) {
      const drift = drifts.get(record_id) ?? { at: 0, values: {} };
      drift.values[field] = app_value;
      drift.at = Math.max(drift.at, seen_at.getTime());
      drifts.set(record_id, drift);
    }
    return drifts;
  }

  /** What imports changed in these records, newest first. */
  private async log({ storeId }: Asked, ids: number[]): Promise<Map<number, Line[]>> {
    const rows = await this.database.query<Line & { record_id: number }>(
      `select record_id, installation_id, changes from import_log force index (by_record)
       where store_id = ? and record_id in (?) and action in ('updated', 'zeroed') and changes is not null
       order by at desc, run_id desc, seq desc, row_no desc limit ${LINES_READ}`,
      [storeId, ids],
    );
    const lines = new Map<number, Line[]>();
    for (const { record_id, ...line } of rows) lines.set(record_id, [...(lines.get(record_id) ?? []), line]);
    return lines;
  }
}

interface Line {
  installation_id: number;
  changes: string;
}

/** The record's own values, with what others have changed since the app spoke taken back. */
function walkedBack(
  { body }: PlainRecord,
  lines: Line[],
  { installationId, fields, spoken }: Asked,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const open = new Set(fields.filter((field) => spoken.has(field)));
  for (const field of open) values[field] = body[field] ?? null;
  for (const { installation_id, changes } of lines) {
    const changed = JSON.parse(changes) as Record<string, [before: unknown, after: unknown]>;
    for (const field of open) {
      const change = changed[field];
      if (!change) continue;
      if (installation_id === installationId) open.delete(field);
      else values[field] = change[0];
    }
  }
  return values;
}
