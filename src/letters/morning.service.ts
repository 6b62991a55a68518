import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DateTime } from 'luxon';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { RefusedRows } from '../records/pages/refused-rows.service.js';
import { money } from '../sdk/index.js';
import { Settings } from '../settings/settings.js';
import { Standings } from '../transactions/pages/standings.service.js';
import type { OutboxState } from '../transactions/states.js';
import type { LetterContent, LetterSection } from './letter.js';
import { Letters } from './letters.service.js';

const HOUR = 7;
const BATCH = 100;
const LINES = 12;
const NEEDING: OutboxState[] = ['rejected', 'needs-person', 'changed'];

interface Shop {
  id: number;
  name: string;
  time_zone: string;
}

/** Each morning, what was sent the day before, in money, what came in, and what needs somebody. */
@Injectable()
export class Morning {
  private readonly log = new Logger('letters');
  private busy = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly letters: Letters,
    private readonly refused: RefusedRows,
    private readonly standings: Standings,
  ) {}

  @Interval(60_000)
  async everyMinute(): Promise<void> {
    if (this.busy || !this.settings.roles.includes('worker')) return;
    this.busy = true;
    try {
      await this.write();
    } catch (error) {
      this.log.error('Morning letters could not be written; trying again in a minute', error);
    } finally {
      this.busy = false;
    }
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
    const content = await this.content(store, today);
    await this.database.transaction(async (tx) => {
      const occasion = { storeId: store.id, store: store.name, kind: 'morning' as const, name: today.toISODate()! };
      if (content) await this.letters.write(tx, occasion, content);
      await tx.run('update morning_letters set next_at = ? where store_id = ?', [this.nextMorning(store), store.id]);
    });
  }

  private nextMorning({ time_zone }: Shop): Date {
    const now = DateTime.fromJSDate(this.clock.date(), { zone: time_zone });
    const today = now.startOf('day').set({ hour: HOUR });
    return (today > now ? today : today.plus({ days: 1 })).toJSDate();
  }

  /** Nothing, when nothing moved and nobody is needed: an empty letter teaches people not to read the next one. */
  private async content(store: Shop, today: DateTime): Promise<LetterContent | undefined> {
    const yesterday = today.minus({ days: 1 });
    const span = [store.id, yesterday.toJSDate(), today.toJSDate()] as const;
    const [sent, came, needs] = await Promise.all([this.sent(span), this.came(span), this.needs(store.id)]);
    if (sent.lines.length + came.lines.length + needs.lines.length === 0) return undefined;
    const day = yesterday.toFormat('cccc d LLLL', { locale: 'en-AU' });
    return {
      subject: needs.lines.length > 0 ? `${day}, and what needs you` : `${day} in numbers`,
      intro: `This is what moved on ${day}.`,
      sections: [sent, came, needs].filter(({ lines }) => lines.length > 0),
      action: { label: 'Open the hub', href: '/' },
    };
  }

  private async sent([storeId, from, to]: readonly [number, Date, Date]): Promise<LetterSection> {
    const exported = await this.standings.in(storeId, ['exported']);
    if (exported.length === 0) return { heading: 'Sent', lines: [] };
    const rows = await this.database.query<{
      id: number;
      name: string;
      type: string;
      currency: string;
      n: number;
      sum: string;
    }>(
      `select i.id, i.name, r.type, r.currency, count(*) n, coalesce(sum(r.amount), 0) sum
       from outbox o force index (by_task) join records r on r.store_id = o.store_id and r.id = o.record_id
       join installations i on i.store_id = o.store_id and i.id = o.installation_id
       where o.store_id = ? and o.installation_id in (?) and o.task in (?) and o.state = 'exported'
         and o.changed_at >= ? and o.changed_at < ? and r.currency is not null
       group by i.id, i.name, r.type, r.currency order by i.name, r.type, r.currency limit ${LINES}`,
      [storeId, exported.map((one) => one.installation_id), exported.map(({ task }) => task), from, to],
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

  private async needs(storeId: number): Promise<LetterSection> {
    const failed = await this.standings.byApp(storeId, NEEDING, Number.MAX_SAFE_INTEGER - 1);
    const cut = await this.database.query<{ id: number; name: string }>(
      `select i.id, i.name from installations i join connections c on c.id = i.connection_id
       where i.store_id = ? and i.state <> 'uninstalled' and c.state <> 'connected' order by i.name limit ${LINES}`,
      [storeId],
    );
    const refused = await this.refused.of(storeId);
    return {
      heading: 'Needs you',
      lines: [
        ...cut.map(({ id, name }) => ({ text: `${name} needs reconnecting`, href: `/installations/${id}` })),
        ...failed.slice(0, LINES).map(({ id, name, n }) => ({
          text: `${plural(n, 'record')} could not be exported to ${name}, or changed since`,
          href: `/installations/${id}/logs/exports?status=failed`,
        })),
        ...refused
          .slice(0, LINES)
          .map(({ name, n, href }) => ({ text: `${plural(n, 'record')} of ${name} could not be taken in`, href })),
      ],
    };
  }
}

const count = (n: number) => Number(n).toLocaleString('en-AU');
const plural = (n: number, word: string) => `${count(n)} ${word}${Number(n) === 1 ? '' : 's'}`;
