import type { RecordType } from '../sdk/index.js';
import type { PlainRecord } from '../sdk/runtime/index.js';

export interface RecordRow {
  id: number;
  type: RecordType;
  record_key: string;
  body: string;
}

export function recordOf({ id, type, record_key, body }: RecordRow): PlainRecord {
  return { id, type, key: record_key, body: JSON.parse(body) as Record<string, unknown> };
}
