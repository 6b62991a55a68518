import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { Look } from '../../web/status.js';
import type { Line } from '../lines.js';

interface Try {
  id: number;
  run_id: number | null;
  shipment_id: number | null;
  step: string | null;
  outcome: string;
  message: string | null;
  exchange_id: number | null;
  at: Date;
}

const LOOKS: Record<string, { state: string; word?: string; look?: Look }> = {
  done: { state: 'done' },
  found: { state: 'found', word: 'Found in the app', look: 'fine' },
  'not-found': { state: 'not-found', word: 'Not found in the app', look: 'checking' },
  'needs-person': { state: 'needs-person', word: 'Needs you', look: 'person' },
  uncertain: { state: 'uncertain', word: 'No answer' },
};

/** What was tried with a record, newest first. */
@Injectable()
export class ExportHistory {
  constructor(private readonly database: Database) {}

  async of(storeId: number, { installationId, task, recordId }: Line, limit: number, before?: number) {
    const rows = await this.database.query<Try>(
      `select id, run_id, shipment_id, step, outcome, message, exchange_id, at from export_log force index (by_record)
       where store_id = ? and record_id = ? and id < ? and installation_id = ? and task = ? order by id desc limit ?`,
      [storeId, recordId, before ?? Number.MAX_SAFE_INTEGER, installationId, task, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      step: stepWord(row),
      status: LOOKS[row.outcome] ?? { state: row.outcome },
      message: row.message,
      exchange: row.exchange_id,
      exchangeHref: row.exchange_id && `/installations/${installationId}/exchanges/${row.exchange_id}`,
      run: row.run_id,
    }));
  }
}

/** `create` → `Create`; without a step it was looked up, or never got that far. */
function stepWord({ step, outcome }: Try): string {
  if (step) return step.charAt(0).toUpperCase() + step.slice(1).replaceAll('-', ' ');
  return ['found', 'not-found', 'uncertain'].includes(outcome) ? 'Looked up' : 'Made ready';
}
