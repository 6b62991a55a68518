import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import { Frame, type NavItem, type Need } from '../../web/frame.js';
import { Home } from '../../web/home.js';
import { ActivityService } from './activity.service.js';

interface Waiting {
  installation_id: number;
  name: string;
  what: 'failed' | 'changed';
  n: number;
}

/** Beyond this nobody reads the number, only that it is large. */
const COUNTED = 1000;

/** The logs in the side menu, their failures among the things that need somebody, and what moved on Home. */
@Injectable()
export class LogsInFrame implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly home: Home,
    private readonly database: Database,
    private readonly justRead: JustRead,
    private readonly activity: ActivityService,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: async (_, store) =>
        store ? logs((await this.waiting(store.id)).some(({ what }) => what === 'failed')) : [],
      needs: async (_, store) => (store ? (await this.waiting(store.id)).map(needOf) : []),
    });
    this.home.count(async (_, store) => {
      if (!store) return new Map();
      const activity = await this.activity.of(store);
      const entries = [...activity].map(([id, { failed, exportedToday, importedToday, perDay }]) => {
        const failuresHref = `/installations/${id}/logs/exports?status=failed`;
        return [
          id,
          { failures: failed, failuresHref, movedToday: exportedToday + importedToday, days: perDay },
        ] as const;
      });
      return new Map(entries);
    });
  }

  /** Lines that wait for somebody, by app: for the menu's dot and for the bell. */
  private waiting(storeId: number): Promise<Waiting[]> {
    return this.justRead.of(`${storeId}/waiting-lines`, () => this.countWaiting(storeId));
  }

  private countWaiting(storeId: number): Promise<Waiting[]> {
    const states = ['rejected', 'needs-person', 'changed'];
    const parts = states.map(
      (state) =>
        `(select installation_id, '${state === 'changed' ? 'changed' : 'failed'}' what from outbox force index (by_state)
          where store_id = ? and state = '${state}' limit ${COUNTED})`,
    );
    return this.database.query<Waiting>(
      `select w.installation_id, w.what, i.name, count(*) n from (${parts.join(' union all ')}) w
       join installations i on i.store_id = ? and i.id = w.installation_id where i.state <> 'uninstalled'
       group by w.installation_id, w.what, i.name order by w.what desc, i.name`,
      [...states.map(() => storeId), storeId],
    );
  }
}

function logs(attention: boolean): NavItem[] {
  return [
    { label: 'Export log', href: '/logs/exports', icon: 'send', section: 'admin', order: 10, attention },
    { label: 'Import log', href: '/logs/imports', icon: 'download', section: 'admin', order: 11 },
  ];
}

function needOf({ installation_id, name, what, n }: Waiting): Need {
  const count =
    n >= COUNTED ? `${COUNTED.toLocaleString('en-AU')} or more records` : n === 1 ? '1 record' : `${n} records`;
  const href = `/installations/${installation_id}/logs/exports?status=${what}`;
  return what === 'failed'
    ? { title: `${count} could not be exported to ${name}`, href, action: 'See why' }
    : { title: `${count} changed after being sent to ${name}`, href, action: 'Compare' };
}
