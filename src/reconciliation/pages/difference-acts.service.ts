import { Injectable } from '@nestjs/common';
import { Audit } from '../../accounts/audit.service.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { CannotStart, Runs } from '../../tasks/runs.service.js';
import { Adoption, CannotAdopt } from '../../transactions/adoption.js';
import { ExportActions } from '../../transactions/export-actions.js';
import { partition } from '../../transactions/group.js';
import type { Line } from '../../transactions/lines.js';
import { Comparison } from '../comparison.js';
import { type Report, Reports } from '../reports.js';
import type { Sum } from '../totals.js';
import { actsOf, isKnownGone } from './cause-words.js';
import { type Difference, Differences } from './differences.service.js';

export interface Who {
  store: Store;
  by: User;
}

/** What came of an act over some differences. */
export interface Done {
  done: number;
  /** Where it can't be done. */
  passedOver: number;
  /** What stands against it, in words. */
  held: string[];
}

const NUMBERS_AUDITED = 50;

/** What people do about a report and its differences, one or many, and the trail it leaves. */
@Injectable()
export class DifferenceActs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly differences: Differences,
    private readonly comparison: Comparison,
    private readonly reports: Reports,
    private readonly runs: Runs,
    private readonly exports: ExportActions,
    private readonly adoption: Adoption,
    private readonly plugins: PluginRegistry,
    private readonly audit: Audit,
  ) {}

  /** One that is being made. False when it had ended already. */
  async cancel({ storeId, runId }: Report, app: string, { store, by }: Who): Promise<boolean> {
    return this.audit.together(async () => {
      const cancelled = runId !== null && (await this.runs.cancel(storeId, runId));
      if (cancelled) await this.audit.record({ by, store, subject: `Reconciliation with ${app}`, action: 'cancelled' });
      return cancelled;
    });
  }

  /** Through the outbox, which looks up first what may be there: so nothing arrives twice. What has ended there leaves anew. */
  async reexport(report: Report, ids: number[], who: Who): Promise<Done> {
    const all = await this.differences.those(report, ids);
    const fit = all.filter((one) => actsOf(one).reexport);
    const held = await this.audit.together(async () => {
      await this.note('re-exported from the reconciliation report', fit, who);
      return this.sendOut(report, fit);
    });
    return { done: fit.length, passedOver: all.length - fit.length, held };
  }

  /** Answers why a task concerned can't run right now: what was asked goes out when it can. */
  private async sendOut(report: Report, all: Difference[]): Promise<string[]> {
    const { storeId } = report;
    const ended = all.filter(({ cause }) => cause === 'voided');
    const [gone, others] = partition(
      all.filter((one) => !ended.includes(one)),
      isKnownGone,
    );
    const held = new Set<string>();
    const unlessHeld = async (some: Difference[], send: (lines: Line[]) => Promise<void>) => {
      try {
        if (some.length > 0) await send(this.linesOf(report, some));
      } catch (error) {
        if (!(error instanceof CannotStart)) throw error;
        held.add(error.message);
      }
    };
    const remoteIds = ended.flatMap(({ remote_id }) => remote_id ?? []);
    await unlessHeld(ended, (lines) => this.exports.replaceEnded(storeId, lines, remoteIds));
    await unlessHeld(gone, (lines) => this.exports.sendAnew(storeId, lines));
    await unlessHeld(others, (lines) => this.exports.reexport(storeId, lines));
    return [...held];
  }

  /** Each becomes the one in the app that the report names beside it. */
  async adopt(report: Report, plugin: string, ids: number[], who: Who): Promise<Done> {
    const all = await this.differences.those(report, ids);
    const fit = all.filter((one) => actsOf(one).adopt !== undefined);
    let adopted = 0;
    const held: string[] = [];
    for (const one of fit) {
      try {
        await this.audit.together(async () => {
          const [line, found] = [lineOf(report, one), foundOf(one)];
          await this.adoption.adopt(report.storeId, line, this.plugins.get(plugin)!, found, who.by.name);
          await this.note('adopted what is in the app', [one], who);
        });
        adopted += 1;
      } catch (error) {
        if (!(error instanceof CannotAdopt)) throw error;
        held.push(`${one.here_number}: ${error.message}`);
      }
    }
    return { done: adopted, passedOver: all.length - fit.length, held };
  }

  /** Hidden for as long as neither side says anything else. */
  async expect(report: Report, ids: number[], note: string, who: Who): Promise<Done> {
    const all = await this.differences.those(report, ids);
    const { storeId, installationId, kind } = report;
    if (all.length > 0) {
      await this.audit.together(async () => {
        await this.database.run('replace into expected_differences values ?', [
          all.map((one) => [
            storeId,
            installationId,
            kind,
            one.record_id ?? 0,
            one.remote_id ?? '',
            one.here_face ?? '',
            one.there_face ?? '',
            note,
            who.by.id,
            this.clock.date(),
          ]),
        ]);
        await this.mark(report, all, true);
        await this.note('marked as expected in the reconciliation report', all, who, { note });
      });
    }
    return { done: all.length, passedOver: 0, held: [] };
  }

  async expectNoLonger(report: Report, ids: number[], who: Who): Promise<Done> {
    const all = await this.differences.those(report, ids);
    const { storeId, installationId, kind } = report;
    await this.audit.together(async () => {
      for (const one of all) {
        await this.database.run(
          `delete from expected_differences where store_id = ? and installation_id = ? and kind = ? and record_id = ? and remote_id = ?`,
          [storeId, installationId, kind, one.record_id ?? 0, one.remote_id ?? ''],
        );
      }
      await this.mark(report, all, false);
      await this.note('no longer expected in the reconciliation report', all, who);
    });
    return { done: all.length, passedOver: 0, held: [] };
  }

  /** The report's totals follow. */
  private async mark(report: Report, all: Difference[], expected: boolean) {
    if (all.length === 0) return;
    const { storeId, id, totals } = report;
    await this.database.run('update differences set expected = ? where store_id = ? and report_id = ? and id in (?)', [
      expected,
      storeId,
      id,
      all.map((one) => one.id),
    ]);
    if (!totals) return;
    const matched = Object.entries(totals.currencies).flatMap(([currency, cards]): [string, Sum][] =>
      cards.matched ? [[currency, cards.matched]] : [],
    );
    const now = await this.comparison.totals({ storeId, reportId: id }, matched);
    await this.reports.recount(report, totals.unsuggested ? { ...now, unsuggested: true } : now);
  }

  /** A difference may stand for several records: all that left together. */
  private linesOf(report: Report, all: Difference[]): Line[] {
    return all.flatMap((one) => {
      const entries = one.members?.[0] ?? [one.entry_here!];
      return entries.map((entry) => ({ ...lineOf(report, one), recordId: Math.floor(entry / 16) }));
    });
  }

  private async note(action: string, all: Difference[], { store, by }: Who, more: Record<string, string> = {}) {
    if (all.length === 0) return;
    const numbers = all.slice(0, NUMBERS_AUDITED).map((one) => one.here_number ?? one.there_number ?? one.remote_id);
    const subject = all.length === 1 ? `Reconciliation of ${numbers[0]}` : `Reconciliation of ${all.length} documents`;
    await this.audit.record({ by, store, subject, action, after: { documents: numbers.join(', '), ...more } });
  }
}

const lineOf = ({ installationId }: Report, one: Difference) => ({
  installationId,
  task: one.task!,
  recordId: one.record_id!,
});

const foundOf = (one: Difference) =>
  one.cause === 'not-linked'
    ? { remoteId: one.remote_id!, number: one.there_number, reference: one.there_reference, url: one.there_url }
    : {
        remoteId: one.suggested_remote_id!,
        number: one.suggested_number,
        reference: one.suggested_reference,
        url: one.suggested_url,
      };
