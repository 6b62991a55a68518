import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { StoresService } from '../accounts/stores.service.js';
import { UsersService } from '../accounts/users.service.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { money } from '../sdk/index.js';
import { Chores } from '../settings/chores.js';
import { Standings } from '../transactions/pages/standings.service.js';
import { Frame } from '../web/frame.js';
import type { LetterContent, LetterLine, LetterSection } from './letter.js';
import { Letters } from './letters.service.js';
import { LetterPreferences, type Reader } from './preferences.service.js';

const HOUR = 7;
const BATCH = 100;
const LINES = 12;
const NEEDS = 'Needs you';

interface Shop {
  id: number;
  name: string;
  time_zone: string;
}

/** Each morning, what was sent the day before, in money, what came in, and what needs somebody. */
@Injectable()
export class Morning {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly chores: Chores,
    private readonly letters: Letters,
    private readonly preferences: LetterPreferences,
    private readonly users: UsersService,
    private readonly stores: StoresService,
    private readonly frame: Frame,
    private readonly standings: Standings,
  ) {}

  @Interval(60_000)
  everyMinute(): Promise<void> {
    return this.chores.do('write the morning letters', () => this.write());
  }

  /** Writes what is due. Answers to how many stores. */
  async write(): Promise<number> {
    await this.begin();
    let written = 0;
    for (;;) {
      const stores = await this.dueStores();
      for (const store of stores) await this.writeTo(store);
      written += stores.length;
      if (stores.length < BATCH) return written;
    }
  }

  /** Stores that have something to tell of and no letter planned get their first one tomorrow. */
  private async begin(): Promise<void> {
    const fresh = await this.database.query<Shop>(
      `select s.id, s.name, s.time_zone from stores s where not exists (select 1 from morning_letters m where m.store_id = s.id)
         and exists (select 1 from installations i where i.store_id = s.id and i.state = 'live') limit 1000`,
    );
    if (fresh.length === 0) return;
    await this.database.run('insert ignore into morning_letters (store_id, next_at) values ?', [
      fresh.map((store) => [store.id, this.nextMorning(store)]),
    ]);
  }

  private dueStores(): Promise<Shop[]> {
    return this.database.query<Shop>(
      `select s.id, s.name, s.time_zone from morning_letters m join stores s on s.id = m.store_id where m.next_at <= ?
       order by m.next_at limit ?`,
      [this.clock.date(), BATCH],
    );
  }

  /** Planned anew in the transaction that writes it; of two processes that do this at once, one finds it written. */
  private async writeTo(store: Shop): Promise<void> {
    const today = DateTime.fromJSDate(this.clock.date(), { zone: store.time_zone }).startOf('day');
    const letters = await this.lettersOf(store, today);
    await this.database.transaction(async (tx) => {
      const occasion = { storeId: store.id, store: store.name, kind: 'morning' as const, name: today.toISODate()! };
      await this.letters.writeEach(tx, occasion, letters);
      await tx.run('update morning_letters set next_at = ? where store_id = ?', [this.nextMorning(store), store.id]);
    });
  }

  /** What moved is the same for all; what needs somebody is each reader's own. */
  private async lettersOf(store: Shop, today: DateTime): Promise<{ reader: Reader; content: LetterContent }[]> {
    const readers = await this.preferences.readers(store.id, 'morning');
    if (readers.length === 0) return [];
    const yesterday = today.minus({ days: 1 });
    const span = [store.id, yesterday.toJSDate(), today.toJSDate()] as const;
    const moved = await Promise.all([this.sent(span), this.came(span)]);
    const letters: { reader: Reader; content: LetterContent }[] = [];
    for (const reader of readers) {
      const content = contentOf(yesterday, [...moved, await this.needs(store.id, reader)]);
      if (content) letters.push({ reader, content });
    }
    return letters;
  }

  private nextMorning({ time_zone }: Shop): Date {
    const now = DateTime.fromJSDate(this.clock.date(), { zone: time_zone });
    const today = now.startOf('day').set({ hour: HOUR });
    return (today > now ? today : today.plus({ days: 1 })).toJSDate();
  }

  /** What arrived for the first time that day: not what was looked up once more, credited or adopted, and though it has changed since. */
  private async sent([storeId, from, to]: readonly [number, Date, Date]): Promise<LetterSection> {
    const exported = await this.standings.in(storeId, ['exported', 'changed']);
    if (exported.length === 0) return { heading: 'Sent', lines: [] };
    const rows = await this.database.query<{
      id: number;
      name: string;
      type: string;
      currency: string;
      n: number;
      sum: string;
    }>(
      `select i.id, i.name, o.type, o.currency, count(*) n, coalesce(sum(o.amount), 0) sum
       from (select o.store_id, o.installation_id, r.type, r.currency, r.amount,
               (select concat(x.at, ' ', x.step) from export_log x force index (by_record)
                where x.store_id = o.store_id and x.record_id = o.record_id and x.installation_id = o.installation_id
                  and x.task = o.task and x.outcome = 'done' order by x.id limit 1) first
             from outbox o force index (by_task) join records r on r.store_id = o.store_id and r.id = o.record_id
             where o.store_id = ? and o.installation_id in (?) and o.task in (?) and o.state in ('exported', 'changed')
               and o.changed_at >= ? and r.currency is not null) o
       join installations i on i.store_id = o.store_id and i.id = o.installation_id
       where o.first >= ? and o.first < ? and o.first not like '% adopt'
       group by i.id, i.name, o.type, o.currency order by i.name, o.type, o.currency limit ${LINES}`,
      [storeId, exported.map((one) => one.installation_id), exported.map(({ task }) => task), from, from, to],
    );
    return {
      heading: 'Sent',
      lines: rows.map(({ id, name, type, currency, n, sum }) => ({
        text: `${plural(n, type.replaceAll('-', ' '))} to ${name}`,
        amount: money.shown(sum, currency),
        href: `/installations/${id}/logs/exports?status=exported`,
      })),
    };
  }

  private async came([storeId, from, to]: readonly [number, Date, Date]): Promise<LetterSection> {
    const rows = await this.database.query<{
      id: number;
      name: string;
      created: number;
      updated: number;
      failed: number;
    }>(
      `select i.id, i.name, sum(r.created) created, sum(r.updated) updated, sum(r.failed) failed from runs r
       join installations i on i.store_id = r.store_id and i.id = r.installation_id
       where r.store_id = ? and r.finished_at >= ? and r.finished_at < ? group by i.id, i.name
       having created + updated + failed > 0 order by i.name limit ${LINES}`,
      [storeId, from, to],
    );
    return {
      heading: 'Came in',
      lines: rows.map(({ id, name, created, updated, failed }) => ({
        text: `From ${name}: ${count(created)} new, ${count(updated)} changed${Number(failed) > 0 ? `, ${count(failed)} failed` : ''}`,
        href: `/installations/${id}/logs/imports`,
      })),
    };
  }

  /** As Home lists it for them. */
  private async needs(storeId: number, { userId }: Reader): Promise<LetterSection> {
    const person = await this.users.find(userId);
    const store = person && (await this.stores.visible(person, storeId));
    const needs = store ? await this.frame.needsOf(person, store) : [];
    const lines = needs.slice(0, LINES).map(({ title, href }): LetterLine => ({ text: title, href }));
    if (needs.length > LINES) lines.push({ text: `and ${count(needs.length - LINES)} more`, href: '/' });
    return { heading: NEEDS, lines };
  }
}

/** Nothing, when nothing moved and nobody is needed: an empty letter teaches people not to read the next one. */
function contentOf(day: DateTime, sections: LetterSection[]): LetterContent | undefined {
  const full = sections.filter(({ lines }) => lines.length > 0);
  if (full.length === 0) return undefined;
  const name = day.toFormat('cccc d LLLL', { locale: 'en-AU' });
  return {
    subject: full.some(({ heading }) => heading === NEEDS) ? `${name}, and what needs you` : `${name} in numbers`,
    intro: `This is what moved on ${name}.`,
    sections: full,
    action: { label: 'Open the hub', href: '/' },
  };
}

const count = (n: number) => Number(n).toLocaleString('en-AU');
const plural = (n: number, word: string) => `${count(n)} ${word}${Number(n) === 1 ? '' : 's'}`;
