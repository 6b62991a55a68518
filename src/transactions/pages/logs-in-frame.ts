import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { JustRead } from '../../database/just-read.js';
import { REFUSED_COUNTED, type Refused, RefusedRows } from '../../records/pages/refused-rows.service.js';
import { Frame, type NavItem, type Need } from '../../web/frame.js';
import { type Counts, Home } from '../../web/home.js';
import { ActivityService } from './activity.service.js';
import { STATUSES } from './export-filter.js';
import { type AppCount, Standings } from './standings.service.js';

const WAITING = ['failed', 'changed'] as const;

type Waiting = AppCount & { what: (typeof WAITING)[number] };

/** Beyond this nobody reads the number, only that it is large. */
const COUNTED = 1000;

/** The logs in the side menu, their failures among the things that need somebody, and what moved on Home. */
@Injectable()
export class LogsInFrame implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly home: Home,
    private readonly justRead: JustRead,
    private readonly activity: ActivityService,
    private readonly refused: RefusedRows,
    private readonly standings: Standings,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: async (_, store) => (store ? this.logs(store.id) : []),
      needs: async (_, store) => (store ? this.needs(store.id) : []),
    });
    this.home.count(async (_, store) => (store ? this.moved(store) : new Map()));
    this.home.count(async (_, store) => (store ? this.refusedOf(store.id) : new Map()));
  }

  private async logs(storeId: number): Promise<NavItem[]> {
    const [waiting, refused] = await Promise.all([this.waiting(storeId), this.refused.of(storeId)]);
    const out = waiting.some(({ what }) => what === 'failed');
    return [
      { label: 'Export log', href: '/logs/exports', icon: 'send', section: 'admin', order: 10, attention: out },
      {
        label: 'Import log',
        href: '/logs/imports',
        icon: 'download',
        section: 'admin',
        order: 11,
        attention: refused.length > 0,
      },
    ];
  }

  private async needs(storeId: number): Promise<Need[]> {
    const [waiting, refused] = await Promise.all([this.waiting(storeId), this.refused.of(storeId)]);
    return [...waiting.map(needOf), ...refused.map(refusedNeed)];
  }

  private async moved(store: Store): Promise<Counts> {
    const activity = await this.activity.of(store);
    const entries = [...activity].map(([id, { failed, exportedToday, importedToday, perDay }]) => {
      const href = `/installations/${id}/logs/exports?status=failed`;
      const failures = failed > 0 ? [{ n: failed, way: 'out' as const, href }] : [];
      return [id, { failures, movedToday: exportedToday + importedToday, days: perDay }] as const;
    });
    return new Map(entries);
  }

  private async refusedOf(storeId: number): Promise<Counts> {
    const refused = await this.refused.of(storeId);
    return new Map(refused.map(({ id, n, href }) => [id, { failures: [{ n, way: 'in', href }] }]));
  }

  /** Lines that wait for somebody, by app: for the menu's dot and for the bell. */
  private waiting(storeId: number): Promise<Waiting[]> {
    return this.justRead.of(`${storeId}/waiting-lines`, () => this.countWaiting(storeId));
  }

  private async countWaiting(storeId: number): Promise<Waiting[]> {
    const counted = WAITING.map(async (what) => {
      const apps = await this.standings.byApp(storeId, STATUSES[what].states, COUNTED);
      return apps.map((app) => ({ ...app, what }));
    });
    return (await Promise.all(counted)).flat();
  }
}

function needOf({ id, name, what, n }: Waiting): Need {
  const count = recordsOf(n, COUNTED);
  const href = `/installations/${id}/logs/exports?status=${what}`;
  return what === 'failed'
    ? { title: `${count} could not be exported to ${name}`, href, action: 'See why' }
    : { title: `${count} changed after being sent to ${name}`, href, action: 'Compare' };
}

function refusedNeed({ name, n, href }: Refused): Need {
  return { title: `${recordsOf(n, REFUSED_COUNTED)} of ${name} could not be taken in`, href, action: 'See why' };
}

function recordsOf(n: number, counted: number): string {
  if (n >= counted) return `${counted.toLocaleString('en-AU')} or more records`;
  return n === 1 ? '1 record' : `${n} records`;
}
