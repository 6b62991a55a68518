import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { ENDED, type Run } from '../../tasks/run.js';
import { isTakingOver, sweepRun, type TakingOver } from '../../tasks/run-task.js';
import { Runs } from '../../tasks/runs.service.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { EarlierDocuments, type EarlierMatch } from '../../transactions/earlier/earlier-documents.js';
import { webAddress } from '../../web/web-address.js';
import type { Installation } from '../installation.entity.js';
import { recordWords } from '../record-words.js';
import type { Check } from '../wizard/pre-flight.service.js';

/** More than anybody decides in one go; those behind come up as these are said. */
const SHOWN = 50;

/** What an app holds already that another tool has sent, as it is looked over before going live. */
@Injectable()
export class EarlierShown {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly schedules: Schedules,
    private readonly runs: Runs,
    private readonly documents: EarlierDocuments,
  ) {}

  /** One of each export that takes over. */
  async list(it: Installation) {
    const { manifest } = this.plugins.get(it.plugin) ?? {};
    return Promise.all((await this.tasks(it)).map((task) => this.one(it, task, manifest?.name ?? it.name)));
  }

  /** Nothing leaves before the app has been looked through and everything doubtful is said. */
  async checks(it: Installation): Promise<Check[]> {
    const all = await this.list(it);
    return all.map(({ title, looked, doubtful, appName }) => ({
      title: `${title}: what ${appName} has already`,
      done: looked && doubtful === 0,
      detail: detailOf(looked, doubtful),
      href: `/installations/${it.id}/go-live#earlier`,
    }));
  }

  private async one(it: Installation, task: TakingOver, appName: string) {
    const key = { storeId: it.storeId, installationId: it.id, task: task.id };
    const [[run], counts, held, doubts] = await Promise.all([
      this.runs.history({ ...key, task: sweepRun(task.id) }, 1),
      this.documents.counts(key),
      this.documents.count(key),
      this.documents.doubtful(key, SHOWN),
    ]);
    return {
      task: task.id,
      title: task.title,
      appName,
      records: recordWords(task.record),
      looked: run?.state === 'done',
      at: run?.finished_at ?? null,
      looking: run !== undefined && !ENDED.includes(run.state),
      failed: failureOf(run),
      read: run?.read ?? 0,
      held,
      ...counts,
      doubts: await this.withRecords(it.storeId, doubts),
      more: Math.max(0, counts.doubtful - doubts.length),
    };
  }

  private async tasks(it: Installation): Promise<TakingOver[]> {
    const on = await this.schedules.active(it.storeId, it.id);
    const tasks = this.plugins.get(it.plugin)?.manifest.tasks ?? [];
    return tasks.filter(isTakingOver).filter(({ id }) => on.has(id));
  }

  private async withRecords(storeId: number, doubts: EarlierMatch[]) {
    if (doubts.length === 0) return [];
    const rows = await this.database.query<Record<'id' | 'key' | 'date' | 'amount' | 'currency', string>>(
      'select id, record_key `key`, date, amount, currency from records where store_id = ? and id in (?)',
      [storeId, doubts.map(({ recordId }) => recordId)],
    );
    const records = new Map(rows.map((row) => [Number(row.id), row]));
    return doubts.map((there) => ({
      there: { ...there, name: there.number ?? there.remoteId, url: webAddress(there.url) },
      here: records.get(there.recordId),
    }));
  }
}

function failureOf(run: Run | undefined): string | undefined {
  return run && ['failed', 'needs-person', 'cancelled'].includes(run.state)
    ? (run.message ?? 'It was stopped.')
    : undefined;
}

function detailOf(looked: boolean, doubtful: number): string | undefined {
  if (!looked) return 'It has not been looked through yet.';
  if (doubtful === 0) return undefined;
  return doubtful === 1
    ? 'One document there may be one of yours: say so.'
    : `${doubtful} documents there may be yours: say so.`;
}
