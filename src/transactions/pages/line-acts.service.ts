import { Injectable } from '@nestjs/common';
import { Audit } from '../../accounts/audit.service.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { LogApps } from '../../logs/log-apps.js';
import { CannotStart } from '../../tasks/runs.service.js';
import { ExportActions } from '../export-actions.js';
import { groupBy } from '../group.js';
import type { Line } from '../lines.js';
import { OfferedDays } from '../offered-days.js';
import type { ExportFilter } from './export-filter.js';
import { type ExportLine, ExportLines, lineOf } from './export-lines.service.js';
import { type Act, mayBe } from './line-words.js';

/** Which lines somebody means. */
export type Chosen = { lines: Line[] } | { filter: ExportFilter };

export interface Acted {
  /** Lines it was done to. */
  done: number;
  /** Lines in a state in which it can't be done. */
  passedOver: number;
  /** There are more than are taken at once. */
  more: boolean;
  /** Why a task concerned can't run right now. */
  held: string[];
}

interface Actor {
  store: Store;
  by: User;
  note?: string;
  /** The difference that they have seen. */
  agreed?: Buffer;
  /** The offered day that they have read. */
  day?: string;
}

const AT_ONCE = 500;
/** Of "all that the filters leave": more than anybody means by one press of a button. */
const AT_MOST = 5000;
const NUMBERS_AUDITED = 50;

/** What people do with lines of the export log, one or many, and the trail it leaves. */
@Injectable()
export class LineActs {
  constructor(
    private readonly lines: ExportLines,
    private readonly logApps: LogApps,
    private readonly actions: ExportActions,
    private readonly offeredDays: OfferedDays,
    private readonly audit: Audit,
  ) {}

  async perform(act: Act, chosen: Chosen, who: Actor): Promise<Acted> {
    const acted: Acted = { done: 0, passedOver: 0, more: false, held: [] };
    for await (const lines of this.chosen(who.store, chosen)) {
      if (acted.done + acted.passedOver >= AT_MOST) {
        acted.more = true;
        break;
      }
      const fit = lines.filter((line) => mayBe(act, line) && (!who.day || line.offered_day === who.day));
      acted.passedOver += lines.length - fit.length;
      if (fit.length > 0) await this.audit.together(() => this.carryOutAll(act, fit, who, acted));
      acted.done += fit.length;
    }
    return acted;
  }

  private async carryOutAll(act: Act, lines: ExportLine[], who: Actor, acted: Acted): Promise<void> {
    await this.note(act, who, lines);
    for (const group of groupBy(lines, (line) => `${line.installation_id} ${line.task}`).values()) {
      await this.carryOut(act, group, who, acted);
    }
  }

  private async *chosen(store: Store, chosen: Chosen): AsyncGenerator<ExportLine[]> {
    if ('lines' in chosen) return yield await this.lines.those(store.id, chosen.lines);
    const scope = await this.lines.scope(store, await this.logApps.of(store.id), chosen.filter);
    yield* this.lines.all(scope, chosen.filter.status, AT_ONCE);
  }

  /** Lines of one task. That it can't run now doesn't undo what was asked: it goes out when it can. */
  private async carryOut(act: Act, group: ExportLine[], who: Actor, acted: Acted): Promise<void> {
    const lines = group.map(lineOf);
    const { note = '', agreed, day, store } = who;
    const storeId = store.id;
    try {
      if (act === 'reexport') await this.actions.reexport(storeId, lines);
      else if (act === 'expect') await this.actions.expect(storeId, lines, note);
      else if (act === 'leave') await this.actions.leaveAsItIs(storeId, lines);
      else if (act === 'anew') await this.actions.sendAnew(storeId, lines);
      else if (act === 'dated') await this.offeredDays.take(storeId, lines, day);
      else if (agreed) await this.actions.sendDifference(storeId, lines, agreed);
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      if (!acted.held.includes(error.message)) acted.held.push(error.message);
    }
  }

  private note(act: Act, { store, by, note }: Actor, lines: ExportLine[]) {
    const numbers = lines.slice(0, NUMBERS_AUDITED).map(({ record_key }) => record_key);
    const days = act === 'dated' && [...new Set(lines.map(({ offered_day }) => offered_day))].sort().join(', ');
    const subject = lines.length === 1 ? `Export of ${numbers[0]}` : `Exports of ${lines.length} records`;
    return this.audit.record({
      by,
      store,
      subject,
      action: TRAIL[act],
      after: { records: numbers.join(', '), ...(note && { note }), ...(days && { day: days }) },
    });
  }
}

const TRAIL: Record<Act, string> = {
  reexport: 're-exported',
  expect: 'marked as expected',
  leave: 'left as it is in the app',
  anew: 'sent anew',
  difference: 'difference sent',
  dated: 'sent with another day',
};
