import { DateTime } from 'luxon';
import type { Store } from '../../accounts/store.entity.js';
import { Database } from '../../database/database.js';
import type { Installation } from '../../installations/installation.entity.js';
import { InstallationLife } from '../../installations/installation-life.service.js';
import { nextReport, ReconciliationSettings } from '../../reconciliation/reconciliation-settings.js';
import { Reports } from '../../reconciliation/reports.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { DemoScene } from '../../sdk/index.js';
import { CannotStart, Runs } from '../../tasks/runs.service.js';
import { ExportActions } from '../../transactions/export-actions.js';
import type { Line } from '../../transactions/lines.js';
import type { Stage } from './stage.js';
import type { Shop } from './twins.js';

const BEFORE_START = 14;
const ENOUGH = 20;

/** People do things in the shop and in the ledger that the hub isn't told of; then both are laid side by side. */
export async function reconcile(stage: Stage, shop: Shop, from: string): Promise<void> {
  const [store, { ledger }, platform] = [await stage.store(shop), stage, stage.platformOf(shop)];
  const books = ledger && (await stage.installed(store, ledger.manifest));
  const sells = platform && (await stage.installed(store, platform.manifest));
  if (!books || !sells || (await hasReports(stage, books))) return;

  const sent = await arrived(stage, books);
  const scene: DemoScene = { moment: 'after exports', from, sent: [], unsent: [] };
  // What another shop feeds in is none of this one's.
  const own = sent.map(({ number }) => number).filter((number) => number.startsWith(shop.orderPrefix));
  platform.sandbox.demo?.act?.({ ...scene, sent: own.reverse() });
  await stage.importAgain(sells, platform.manifest);
  const unsent = await notYetSent(stage, books);
  ledger.sandbox.demo?.act?.({ ...scene, sent: sent.map(({ reference }) => reference), unsent });
  await thinkBetterOfOne(stage, books);
  await report(stage, books, ledger.manifest, store, from);
}

async function hasReports(stage: Stage, { storeId, id }: Installation): Promise<boolean> {
  const sql = 'select 1 from reconciliation_reports where store_id = ? and installation_id = ? limit 1';
  return (await stage.get(Database).one(sql, [storeId, id])) !== undefined;
}

/** The merchant had put up with one that was refused; now it shall go after all, while exports stand still. */
async function thinkBetterOfOne(stage: Stage, books: Installation): Promise<void> {
  const { storeId, id } = books;
  const line = await stage.get(Database).one<Line>(
    `select o.installation_id installationId, o.task, o.record_id recordId from outbox o
     join records r on r.store_id = o.store_id and r.id = o.record_id and r.type = 'invoice'
     where o.store_id = ? and o.installation_id = ? and o.state = 'rejected' order by o.record_id desc limit 1`,
    [storeId, id],
  );
  if (!line) return;
  const [actions, life] = [stage.get(ExportActions), stage.get(InstallationLife)];
  await actions.expect(storeId, [line], 'Sold abroad: entered by hand.');
  await life.pause(books, 'While the books are looked through.', stage.cast.merchant.id);
  await actions.reexport(storeId, [line]).catch((error: unknown) => {
    if (!(error instanceof CannotStart)) throw error;
  });
  await stopWhatWaits(stage, books);
  const paused = (await life.of(storeId)).find((one) => one.id === id);
  await life.resume(paused!, stage.cast.merchant.id);
}

/** A run that waits for a better moment would go on at once, and take everything unsent along. */
async function stopWhatWaits(stage: Stage, { storeId, id }: Installation): Promise<void> {
  const waiting = await stage
    .get(Database)
    .query<{ run: number }>('select id run from runs where store_id = ? and installation_id = ? and alive = 1', [
      storeId,
      id,
    ]);
  for (const { run } of waiting) await stage.get(Runs).cancel(storeId, run);
}

/** Of everything that the ledger states, as each morning from now on: so there is a letter about it, too. */
async function report(stage: Stage, books: Installation, manifest: Manifest, store: Store, from: string) {
  const settings = stage.get(ReconciliationSettings);
  const daily = { ...(await settings.of(store.id, books.id)), every: 'daily' as const };
  const next = nextReport(daily, store.timeZone, new Date());
  await settings.save(store.id, books.id, daily, next, undefined);
  const [first, last] = [
    DateTime.fromISO(from).minus({ days: BEFORE_START }).toISODate()!,
    // What the shop sells now is of its own day, which may be tomorrow's elsewhere.
    DateTime.now().setZone(store.timeZone).toISODate()!,
  ];
  for (const { kind } of manifest.statements) {
    const asked = { storeId: store.id, installationId: books.id, kind, from: first, to: last };
    await stage.get(Reports).ask(asked, null);
    await stage.quiet(books);
  }
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
