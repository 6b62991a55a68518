import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { TaskManifest } from '../../sdk/host/index.js';
import { money } from '../../sdk/index.js';
import { PreviewCandidates, type Stock } from '../../tasks/preview/preview-candidates.js';
import { PreviewDocuments } from '../../tasks/preview/preview-documents.js';
import { documentsShown, statesShown } from '../../tasks/preview/preview-shown.js';
import { PreviewStates } from '../../tasks/preview/preview-states.js';
import { type PreviewSubject, PreviewSubjects } from '../../tasks/preview/preview-subject.js';
import { PreviewTrouble } from '../../tasks/preview/preview-trouble.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { appHeader } from '../app-header.js';
import type { Installation } from '../installation.entity.js';
import { placesNamed } from '../places-named.js';
import { recordWords } from '../record-words.js';
import { Requirements } from '../requirements.service.js';
import { EarlierShown } from './earlier-shown.js';
import { GoLiveChecks } from './go-live-checks.js';

const OFFERED = 10;

/** Everything that will happen on going live, before it does. */
@Injectable()
export class GoLivePage {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly requirements: Requirements,
    private readonly schedules: Schedules,
    private readonly checks: GoLiveChecks,
    private readonly subjects: PreviewSubjects,
    private readonly candidates: PreviewCandidates,
    private readonly documentPreview: PreviewDocuments,
    private readonly states: PreviewStates,
    private readonly earlier: EarlierShown,
  ) {}

  async data(it: Installation) {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const header = appHeader(it, manifest, 'setup');
    const checks = await this.checks.list(it);
    const open = checks.filter(({ done }) => !done).length;
    const tasks = await this.active(it, 'document');
    const documents = await Promise.all(tasks.map((task) => this.documents(it, task)));
    return {
      title: `Go live · ${header.name}`,
      header,
      appName: header.name,
      name: it.name,
      action: `/installations/${it.id}/go-live`,
      back: `/installations/${it.id}/setup`,
      checks,
      open,
      ready: open === 0,
      live: it.state === 'live',
      earlier: await this.earlier.list(it),
      documents,
      shop: await this.shop(it),
    };
  }

  /** The exports of documents, as they stand. */
  private async documents(it: Installation, task: TaskManifest) {
    const subject = (await this.subjects.of(it, task.id))!;
    const preview = await this.documentPreview.of(subject).catch(unlessTrouble);
    const stock = preview?.stock ?? (await this.candidates.stock(subject));
    const nothing = { stock, built: 0, parcels: [], kept: [], waiting: 0, doubtful: 0 };
    const shown = documentsShown(preview ?? nothing, (reason) => placesNamed(reason, it, subject.plugin.manifest));
    const { kept, notDue, notDueCount } = shown;
    return {
      task: task.id,
      title: task.title,
      records: recordWords(task.record),
      due: stock.reduce((sum, { because, count }) => (because === null ? sum + count : sum), 0),
      amounts: amountsOf(stock),
      ...spanOf(stock),
      /** What would become of them; nothing where the addon stumbles over them. */
      fate: preview && { words: fateInWords(shown), kept },
      notDue: notDue.map(({ because, records }) => ({ because: because.replace(/\.$/, ''), records })),
      notDueCount,
      previewHref: `/installations/${it.id}/tasks/${task.id}/preview`,
      offered: await this.offered(subject),
    };
  }

  /** The newest records that are due: one of them can be sent first. Only if none of them would leave, those that wouldn't. */
  private async offered(subject: PreviewSubject) {
    const newest = await this.candidates.newest(subject, OFFERED);
    if (newest.length === 0) return [];
    const sendable = (await this.documentPreview.sendable(subject, newest).catch(unlessTrouble)) ?? [];
    const rows = await this.database.query<{
      key: string;
      date: string | null;
      amount: string | null;
      currency: string | null;
    }>(
      'select record_key as `key`, date, amount, currency from records where store_id = ? and id in (?) order by id desc',
      [subject.key.storeId, sendable.length > 0 ? sendable : newest],
    );
    return rows.map((row) => ({
      ...row,
      label: [row.key, row.date, row.amount && money.shown(row.amount, row.currency ?? '')].filter(Boolean).join(' · '),
    }));
  }

  /** What the store's own platform will be told, once it may be. */
  private async shop(it: Installation) {
    const platform = await this.requirements.platformOf(it.storeId);
    if (!platform) return [];
    const manifest = this.plugins.get(platform.plugin)!.manifest;
    const tasks = await this.active(platform, 'state');
    const previews = await Promise.all(
      tasks.map(async (task) => {
        const subject = (await this.subjects.of(platform, task.id))!;
        const preview = await this.states.of({ ...subject, task });
        const { telling, fresh, jumps, more } = statesShown(task.record, preview, subject.facts.store.timeZone);
        const href = `/installations/${platform.id}/tasks/${task.id}/preview`;
        return {
          title: task.title,
          records: recordWords(task.record),
          appName: manifest.name,
          telling,
          fresh,
          jumps,
          more,
          previewHref: href,
        };
      }),
    );
    return previews.filter(({ telling }) => telling > 0);
  }

  private async active<Kind extends TaskManifest['kind']>(it: Installation, kind: Kind) {
    const on = await this.schedules.active(it.storeId, it.id);
    const tasks = this.plugins.get(it.plugin)?.manifest.tasks ?? [];
    return tasks.filter((task): task is Extract<TaskManifest, { kind: Kind }> => task.kind === kind && on.has(task.id));
  }
}

/** An addon that stumbles over its records is no reason to show nothing of going live. */
function unlessTrouble(error: unknown): undefined {
  if (error instanceof PreviewTrouble) return undefined;
  throw error;
}

function fateInWords({
  leaving,
  asDocuments,
  following,
  keptCount,
  partly,
}: ReturnType<typeof documentsShown>): string {
  const count = (n: number) => n.toLocaleString('en-AU');
  const as = asDocuments && `, ${asDocuments}`;
  const parts = [
    leaving === 0 ? 'none would leave at once' : `${count(leaving)} would leave at once${as}`,
    following > 0 && `${count(following)} would follow by themselves`,
    keptCount > 0 && leaving + following > 0 && `${count(keptCount)} would not`,
  ].filter(Boolean);
  const fate =
    following + keptCount === 0 ? `all would leave at once${as}.` : `${parts.join(as || following ? '; ' : ', ')}:`;
  return partly
    ? `Of the first ${count(partly.built)}, made ready for this page, ${fate}`
    : `${fate[0]!.toUpperCase()}${fate.slice(1)}`;
}

function amountsOf(stock: Stock[]) {
  const amounts = stock.flatMap(({ because, amount, currency }) =>
    because === null && amount !== null ? [{ amount, currency: currency ?? '' }] : [],
  );
  // Those without a currency come last.
  return amounts.toSorted((a, b) => Number(a.currency === '') - Number(b.currency === ''));
}

function spanOf(stock: Stock[]): { oldest?: string; newest?: string } {
  const due = stock.filter(({ because }) => because === null);
  const dates = due.flatMap(({ oldest, newest }) => [oldest, newest]).filter((date) => date !== null);
  return { oldest: dates.toSorted()[0], newest: dates.toSorted().at(-1) };
}
