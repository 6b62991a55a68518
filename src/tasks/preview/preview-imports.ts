import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Connections } from '../../connections/connections.service.js';
import { Outbound } from '../../connections/outbound.js';
import { Database } from '../../database/database.js';
import { CallDesk } from '../../plugins/call-desk.js';
import type { Incoming } from '../../records/import/import-run.js';
import { incomingOf } from '../../records/import/incoming-of.js';
import { linksOf } from '../../records/import/lookup.js';
import type { Difference } from '../../records/import/merge.js';
import type { Outcome } from '../../records/import/plan.js';
import { Planner } from '../../records/import/planner.js';
import { check, nameOf, offIn, type Row, rowsOf } from '../../records/import/rows.js';
import type { ImportManifest } from '../../sdk/host/index.js';
import { declarationOf, type RecordType } from '../../sdk/index.js';
import type { MappedPage } from '../../sdk/runtime/index.js';
import { RunWorks } from '../run-works.js';
import { Schedules } from '../schedules.service.js';
import type { PreviewSubject } from './preview-subject.js';
import { PreviewTrouble } from './preview-trouble.js';

/** A person is waiting before the page. */
const PATIENCE = 20_000;

/** What would become of one row of the app. */
export interface Incomer {
  /** The record's key; of a row that has none what else a person knows it by, or else its id in the app. */
  key: string;
  action: Outcome['action'];
  reason?: string;
  /** What enters the record. */
  changes: Difference[];
  /** Where the app says otherwise and is not asked. */
  drift: Difference[];
}

export interface ImportPreview {
  /** Since when the app was asked for changes; undefined: for everything. */
  since?: Date;
  /** The whole pull would have so many rows, where the app says so. */
  total?: number;
  skipped: number;
  incomers: Incomer[];
}

/** Why a preview ends after its first page. */
class Enough extends Error {
  override readonly name = 'Enough';
}

/** New records get no number in a preview. */
const unnumbered = { take: async (_: string, count: number) => Array.from({ length: count }, () => 0) };

/** Asks the app for its first page and says what would become of each row. Nothing is written, here or there. */
@Injectable()
export class PreviewImports {
  constructor(
    private readonly database: Database,
    private readonly outbound: Outbound,
    private readonly desk: CallDesk,
    private readonly schedules: Schedules,
    private readonly works: RunWorks,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  /** `everything`: as if the app had never been asked before. Throws what the plugin throws, secrets struck out. */
  async of(
    subject: PreviewSubject<ImportManifest> & { connectionId: number },
    everything: boolean,
  ): Promise<ImportPreview> {
    const schedule = await this.schedules.one(subject.key);
    const since = everything || subject.task.pulls === 'snapshot' ? undefined : (schedule?.watermark ?? undefined);
    const page = await this.firstPage(subject, since);
    if (!page) return { since, skipped: 0, incomers: [] };
    return { since, total: page.total, skipped: page.skipped, incomers: await this.incomers(subject, page) };
  }

  private async firstPage(
    subject: PreviewSubject<ImportManifest> & { connectionId: number },
    since: Date | undefined,
  ): Promise<MappedPage | undefined> {
    const { key, plugin, task, facts, connectionId } = subject;
    const { storeId, installationId } = key;
    const { manifest, calls } = plugin;
    const enough = new AbortController();
    const late = AbortSignal.timeout(PATIENCE);
    const signal = AbortSignal.any([enough.signal, late]);
    const door = this.outbound.open({ connectionId, storeId, installationId, manifest, signal, writes: false });
    const owed = this.works.owedOf({ storeId, installationId, plugin, facts });
    const began = this.clock.date();
    let first: MappedPage | undefined;
    const page = async (found: MappedPage) => {
      if (found.rows.length + found.skipped === 0) return;
      first ??= found;
      enough.abort(new Enough());
    };
    try {
      await this.desk.during({ http: door.http, page, owed, signal }, facts, (call) =>
        calls.pull(call, task.id, { since: since?.getTime(), seq: 0 }),
      );
    } catch (error) {
      // Pages behind the first are on their way and find the door closed, each with words of its own.
      if (first) return first;
      if (late.aborted) throw new PreviewTrouble(`${manifest.name} did not answer in time.`, { cause: error });
      const told = await this.connections.heard(connectionId, error, began, door.strikeOut);
      throw new PreviewTrouble(told.message, { cause: told });
    }
    return first;
  }

  private async incomers(
    { key, plugin, task, connectionId, masters }: PreviewSubject<ImportManifest> & { connectionId: number },
    page: MappedPage,
  ): Promise<Incomer[]> {
    const { storeId, installationId } = key;
    const incoming = incomingOf({ id: 0, storeId, installationId, plugin, task }, connectionId, masters);
    const rows = rowsOf(page, incoming.version);
    const links = await linksOf(
      this.database,
      incoming,
      rows.map(({ remoteId }) => remoteId),
    );
    const unchanged = new Set(rows.filter((row) => row.hash !== '' && row.hash === links.get(row.remoteId)?.hash));
    const refused = new Map<Row, string>();
    const off = offIn(incoming);
    for (const row of rows) {
      const reason = unchanged.has(row) ? undefined : check(row, incoming.type, off);
      if (reason !== undefined) refused.set(row, reason);
    }
    const good = rows.filter((row) => !unchanged.has(row) && !refused.has(row));
    const outcomes = new Map((await this.plan(incoming, good, links)).map((outcome) => [outcome.row, outcome]));
    return rows.map((row) => incomerOf(incoming.type, row, outcomes.get(row), refused.get(row)));
  }

  /** The import's own rules. They lock what they look at, for as long as they look. */
  private plan(incoming: Incoming, rows: Row[], links: Awaited<ReturnType<typeof linksOf>>): Promise<Outcome[]> {
    if (rows.length === 0) return Promise.resolve([]);
    const planner = new Planner(this.database, unnumbered, incoming);
    return this.database.transaction((tx) => planner.plan(tx, rows, links, true));
  }
}

function incomerOf(type: RecordType, row: Row, outcome: Outcome | undefined, refused: string | undefined): Incomer {
  const name = nameOf(type, row) ?? (row.remoteId || 'A row without an id');
  if (refused !== undefined) return { key: name, action: 'failed', reason: refused, changes: [], drift: [] };
  // What says what it said before was not read again.
  const key = row.key || (row.values?.[declarationOf(type).key] as string);
  if (!outcome) return { key, action: 'unchanged', changes: [], drift: [] };
  const { action, reason, drift = [] } = outcome;
  const fields = action === 'created' ? Object.keys(declarationOf(type).fields) : [];
  const created = fields.map((field) => ({ field, before: null, after: row.said[field] ?? null }));
  const changes = action === 'updated' ? (outcome.changes ?? []) : created;
  return { key, action, reason, changes: changes.filter(({ after }) => after !== null || action === 'updated'), drift };
}
