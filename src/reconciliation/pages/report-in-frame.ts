import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';
import type { StatementKind } from '../../sdk/index.js';
import { Frame, type NavItem, type Need } from '../../web/frame.js';
import { calendarDate } from '../../web/times.js';
import { KIND_WORDS } from '../kind-words.js';
import { leftToSettle, type Totals } from '../totals.js';
import { BASE } from './report-page.service.js';

/** What the newest report of a statement has left for somebody. */
interface Unsettled {
  installation_id: number;
  name: string;
  kind: StatementKind;
  day: string;
  n: number;
}

/** One that could not be made, and why. */
interface Unmade {
  installation_id: number;
  name: string;
  kind: StatementKind;
  message: string | null;
}

/** The report in the side menu, and what it has left to settle among the things that need somebody. */
@Injectable()
export class ReportInFrame implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly database: Database,
    private readonly justRead: JustRead,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({
      bookkeepers: true,
      nav: async (_, store) => (store ? [entry(await this.unsettled(store.id))] : []),
      needs: async (_, store) => (store ? this.needs(store.id) : []),
    });
  }

  private async needs(storeId: number): Promise<Need[]> {
    const [unmade, unsettled] = await Promise.all([this.unmade(storeId), this.unsettled(storeId)]);
    return [...unmade.map(unmadeNeed), ...unsettled.map(needOf)];
  }

  /** Nobody looks whether a report came that should come by itself. */
  private unmade(storeId: number): Promise<Unmade[]> {
    return this.database.query<Unmade>(
      `select r.installation_id, i.name, r.kind, u.message from reconciliation_reports r
       join (select installation_id, kind, max(id) id from reconciliation_reports where store_id = ? and superseded = 0
             group by installation_id, kind) newest on newest.id = r.id
       join runs u on u.store_id = r.store_id and u.id = r.run_id and u.state in ('failed', 'needs-person')
       join installations i on i.store_id = r.store_id and i.id = r.installation_id and i.state <> 'uninstalled'
       where r.store_id = ? and r.finished_at is null order by i.name, i.id, r.kind`,
      [storeId, storeId],
    );
  }

  private unsettled(storeId: number): Promise<Unsettled[]> {
    return this.justRead.of(`${storeId}/unsettled`, () => this.read(storeId));
  }

  private async read(storeId: number): Promise<Unsettled[]> {
    const newest = await this.database.query<Omit<Unsettled, 'n'> & { totals: Totals | null }>(
      `select r.installation_id, i.name, r.kind, date_format(r.to_date, '%Y-%m-%d') day, r.totals from reconciliation_reports r
       join installations i on i.store_id = r.store_id and i.id = r.installation_id and i.state <> 'uninstalled'
       where r.store_id = ? and r.superseded = 0 and r.finished_at is not null order by i.name, i.id, r.kind`,
      [storeId],
    );
    return newest
      .map(({ totals, ...report }) => ({ ...report, n: totals ? leftToSettle(totals) : 0 }))
      .filter(({ n }) => n > 0);
  }
}

const entry = (unsettled: Unsettled[]): NavItem => ({
  label: 'Reconcile',
  href: BASE,
  icon: 'scale',
  section: 'admin',
  order: 12,
  attention: unsettled.length > 0,
});

const unmadeNeed = ({ installation_id, name, kind, message }: Unmade): Need => ({
  title: `${KIND_WORDS[kind]} could not be compared with ${name}`,
  detail: message ?? undefined,
  href: `${BASE}?app=${installation_id}&kind=${kind}`,
  action: 'See the report',
});

function needOf({ installation_id, name, kind, day, n }: Unsettled): Need {
  const documents = `${n.toLocaleString('en-AU')} ${kind}${n === 1 ? '' : 's'}`;
  return {
    title: `${documents} left to settle with ${name}`,
    detail: `By the newest reconciliation report, up to ${calendarDate(day, 'UTC')}.`,
    href: `${BASE}?app=${installation_id}&kind=${kind}`,
    action: 'See what mends them',
  };
}
