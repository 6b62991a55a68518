import { type LogApp, typeWord } from '../../logs/log-apps.js';
import { declarationOf, isRecordType, type RecordDeclaration, type RecordType } from '../../sdk/index.js';
import { recordedTime } from '../../web/times.js';
import { ACTIONS } from './import-filter.js';
import type { ImportLine } from './import-lines.service.js';

const CHANGES_IN_A_ROW = 3;

/** A line of the import log with all that a table says of it; without a time zone, moments stand as they were logged. */
export function shownImport(line: ImportLine, app: LogApp | undefined, timeZone?: string) {
  const changes = changesOf(line.type, line.changes, timeZone);
  const { label, look } = ACTIONS[line.action] ?? { label: line.action, look: 'idle' as const };
  return {
    href: `/logs/imports/${line.installation_id}/${line.run_id}/${line.seq}/${line.row_no}`,
    at: line.at,
    app: app?.app ?? 'The app',
    appDetail: app?.name ?? `#${line.installation_id}`,
    task: app?.task(line.task)?.title ?? line.task,
    type: typeWord(line.type),
    number: line.number ?? line.record_key ?? null,
    remoteId: line.remote_id,
    /** What a person knows it by: a row that became no record has only its own words. */
    name: line.number ?? line.record_key ?? line.name ?? line.remote_id,
    status: { state: line.action, word: label, look },
    reason: line.reason,
    changes,
    fewChanges: changes.slice(0, CHANGES_IN_A_ROW),
    moreChanges: Math.max(0, changes.length - CHANGES_IN_A_ROW),
    run: line.run_id,
  };
}

export interface Change {
  field: string;
  before?: string;
  after?: string;
}

/** `{ price: ['10.00', '12.00'] }` as it was logged → rows, each field by the name that people know */
function changesOf(type: RecordType, text: string | null, timeZone: string | undefined): Change[] {
  if (!text) return [];
  const changes = JSON.parse(text) as Record<string, [unknown, unknown]>;
  const fields: RecordDeclaration['fields'] = isRecordType(type) ? declarationOf(type).fields : {};
  return Object.entries(changes).map(([field, [before, after]]) => ({
    field: fields[field]?.label ?? field,
    before: said(before, fields[field]?.kind, timeZone),
    after: said(after, fields[field]?.kind, timeZone),
  }));
}

function said(value: unknown, kind: string | undefined, timeZone: string | undefined): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value !== 'string') return JSON.stringify(value);
  return timeZone === undefined ? value : (recordedTime(value, kind, timeZone) ?? value);
}
