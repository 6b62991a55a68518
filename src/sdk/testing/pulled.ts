import type { RecordType } from '../records/index.js';
import { readBody } from '../records/read-body.js';
import type { MappedPage, MappedRow } from '../runtime/protocol.js';

/** What an import has brought. */
export interface Pulled {
  /** Rows that went through the mapping, refused ones included. */
  rows: MappedRow[];
  /** The bodies of those that may enter the hub, as it would keep them. */
  records: Record<string, unknown>[];
  /** Those that may not, with their reason. */
  refused: { remoteId: string; why: string }[];
  skipped: number;
  pages: MappedPage[];
}

/** Sorts what came into what may enter the hub and what may not. */
export function readPulled(record: RecordType, pages: MappedPage[]): Pulled {
  const rows = pages.flatMap((page) => page.rows);
  const records: Pulled['records'] = [];
  const refused: Pulled['refused'] = [];
  for (const { remoteId, values, refused: why } of rows) {
    const { body, problems } = readBody(record, values ?? {});
    if (why !== undefined) refused.push({ remoteId, why });
    else if (problems.length > 0) refused.push({ remoteId, why: problems.map(({ problem }) => problem).join('; ') });
    else records.push(body);
  }
  return { rows, records, refused, skipped: pages.reduce((sum, page) => sum + page.skipped, 0), pages };
}
