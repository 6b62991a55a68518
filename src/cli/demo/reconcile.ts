import { DateTime } from 'luxon';
import { Database } from '../../database/database.js';
import type { Installation } from '../../installations/installation.entity.js';
import { Reports } from '../../reconciliation/reports.js';
import type { DemoScene } from '../../sdk/index.js';
import type { Stage } from './stage.js';
import type { Shop } from './twins.js';

const KIND = 'invoice';
const BEFORE_START = 14;
const ENOUGH = 20;

/** People do things in the shop and in the ledger that the hub isn't told of; then both are laid side by side. */
export async function reconcile(stage: Stage, shop: Shop, from: string): Promise<void> {
  const [store, { ledger }, platform] = [await stage.store(shop), stage, stage.platformOf(shop)];
  const books = ledger && (await stage.installed(store, ledger.manifest));
  const sells = platform && (await stage.installed(store, platform.manifest));
  const reports = stage.get(Reports);
  if (!books || !sells || (await reports.history(store.id, books.id, KIND, 1)).length > 0) return;

  const sent = await arrived(stage, books);
  const scene: DemoScene = { moment: 'after exports', from, sent: [], unsent: [] };
  // What another shop feeds in is none of this one's.
  const own = sent.map(({ number }) => number).filter((number) => number.startsWith(shop.orderPrefix));
  platform.sandbox.demo?.act?.({ ...scene, sent: own.reverse() });
  await stage.importAgain(sells, platform.manifest);
  const unsent = await notYetSent(stage, books);
  ledger.sandbox.demo?.act?.({ ...scene, sent: sent.map(({ reference }) => reference), unsent });

  const [first, last] = [
    DateTime.fromISO(from).minus({ days: BEFORE_START }).toISODate()!,
    // What the shop sells now is of its own day, which may be tomorrow's elsewhere.
    DateTime.now().setZone(store.timeZone).toISODate()!,
  ];
  const asked = { storeId: store.id, installationId: books.id, kind: KIND, from: first, to: last } as const;
  await reports.ask(asked, stage.cast.merchant.id);
  await stage.quiet(books);
}

/** What the ledger has, oldest first: under which reference, and which number the shop gave it. */
function arrived(stage: Stage, { storeId, id }: Installation) {
  return stage.get(Database).query<{ reference: string; number: string }>(
    `select s.reference, r.number from shipments s
     join shipment_members m on m.store_id = s.store_id and m.shipment_id = s.id
     join records r on r.store_id = m.store_id and r.id = m.record_id and r.type = 'invoice'
     where s.store_id = ? and s.installation_id = ? and s.state = 'done' order by r.date, r.id limit ?`,
    [storeId, id, ENOUGH],
  );
}

/** Sold since the last export. */
function notYetSent(stage: Stage, { storeId, id }: Installation) {
  return stage.get(Database).query<DemoScene['unsent'][number]>(
    `select r.number, date_format(r.date, '%Y-%m-%d') date, cast(r.amount as char) total, r.currency from records r
     left join outbox o on o.store_id = r.store_id and o.record_id = r.id and o.installation_id = ?
     where r.store_id = ? and r.type = 'invoice' and r.status = 'dispatched' and o.record_id is null order by r.id desc limit 2`,
    [id, storeId],
  );
}
