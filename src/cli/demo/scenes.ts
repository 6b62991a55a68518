import { DateTime } from 'luxon';
import type { Store } from '../../accounts/store.entity.js';
import { AdvancedAccess } from '../../installations/advanced/access.service.js';
import { AccessRequests } from '../../installations/advanced/access-requests.service.js';
import { Configuration } from '../../installations/advanced/configuration.service.js';
import { ownOf } from '../../installations/advanced/snapshot.js';
import type { Installation } from '../../installations/installation.entity.js';
import { SetUpRequests } from '../../installations/set-up/set-up-requests.service.js';
import { SettingUp } from '../../installations/wizard/setting-up.service.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { reconcile } from './reconcile.js';
import { MARKET, OUTLET, WHOLESALE } from './shops.js';
import type { Stage } from './stage.js';
import type { Shop, Twin } from './twins.js';

/** A part of the demo that is set up while people may look around already. Played again, it does what is still missing. */
export interface Scene {
  title: string;
  play(stage: Stage): Promise<void>;
}

/** Younger sales leave for the ledger and the other store; the shops' own go back twice as far. */
const DAYS = 30;
const startDate = () => DateTime.utc().minus({ days: DAYS }).toISODate()!;

export const SCENES: Scene[] = [
  { title: `${MARKET.name} feeds ${OUTLET.name}`, play: feed },
  { title: `${OUTLET.name} exports to the ledger`, play: (stage) => exportTo(stage, OUTLET) },
  { title: `${WHOLESALE.name} exports to the same one`, play: (stage) => exportTo(stage, WHOLESALE) },
  { title: `${WHOLESALE.name} has an advanced configuration`, play: configure },
  { title: `${OUTLET.name} has a reconciliation report`, play: (stage) => reconcile(stage, OUTLET, startDate()) },
];

/** One store's orders become the other's, so that only that one needs the ledger. */
async function feed(stage: Stage): Promise<void> {
  const from = await stage.open(MARKET);
  const to = await stage.open(OUTLET);
  const manifest = stage
    .get(PluginRegistry)
    .all()
    .find((plugin) => plugin.manifest.connection?.peer)?.manifest;
  if (!manifest) return;
  await settled(stage, from, to);
  const [credential] = manifest.connection!.fields;
  const answers = { startDate: startDate(), orderPrefix: MARKET.orderPrefix, mark: `${MARKET.orderPrefix}-` };
  const it =
    (await stage.installed(to, manifest)) ??
    (await stage
      .get(SettingUp)
      .whole(to, manifest.id, { [credential!.name]: String(from.id) }, answers, stage.cast.merchant.id));
  await stage.quiet(it);
  await stage.goLive(it, manifest);
}

/** What the stores' own platforms have to say has come in. */
async function settled(stage: Stage, ...stores: Store[]): Promise<void> {
  for (const store of stores) {
    const platform = stage.platformOf(store);
    const it = platform && (await stage.installed(store, platform.manifest));
    if (it) await stage.quiet(it);
  }
}

async function exportTo(stage: Stage, shop: Shop): Promise<void> {
  const { ledger } = stage;
  if (!ledger) return;
  const store = await stage.open(shop);
  await settled(stage, store);
  const before = await stage.installed(store, ledger.manifest);
  if (before?.state === 'live') return;
  if (shop === OUTLET) await oddities(stage, store, ledger);
  const it = before ?? (await setUp(stage, store, ledger));
  await stage.goLive(it, ledger.manifest, ledger.sandbox.demo?.maps);
}

/** Things that an export stumbles over: sold in money that the ledger doesn't know, or dated where its books are closed. */
async function oddities(stage: Stage, store: Store, ledger: Twin): Promise<void> {
  const platform = stage.platformOf(store);
  const shop = platform && (await stage.installed(store, platform.manifest));
  if (!shop) return;
  const scene = { moment: 'before exports' as const, from: startDate(), sent: [], unsent: [] };
  for (const { sandbox } of [platform, ledger]) sandbox.demo?.act?.(scene);
  await stage.importAgain(shop, platform.manifest);
}

/** The same company agreed to again is the same connection: both stores use it. */
function setUp(stage: Stage, store: Store, ledger: Twin): Promise<Installation> {
  const { manifest, sandbox } = ledger;
  const answers = { ...sandbox.answers, startDate: startDate() };
  return stage.get(SettingUp).whole(store, manifest.id, sandbox.agree!, answers, stage.cast.merchant.id);
}

/** Asked for by the merchant, opened by staff, changed by the merchant. Another request still waits for its answer. */
async function configure(stage: Stage): Promise<void> {
  const { ledger, cast } = stage;
  const it = ledger && (await stage.installed(await stage.store(WHOLESALE), ledger.manifest));
  if (!it) return;
  const configuration = stage.get(Configuration);
  if ((await configuration.current(it)).number === 0) {
    await stage.get(AccessRequests).ask(it, cast.merchant, 'Our wholesale customers pay within 30 days.');
    await stage.get(AdvancedAccess).open(it, cast.staff);
    await configuration.create(it, cast.merchant);
    const { manifest, sandbox } = ledger;
    const answers = Object.fromEntries(
      manifest.advanced.map(({ name, kind, initial }) => [name, initial ?? (kind === 'switch' ? false : null)]),
    );
    const own = { ...it.advanced, ...ownOf(manifest.advanced, { ...answers, ...sandbox.demo?.advanced }) };
    const wish = { by: cast.merchant, base: 1, note: 'Terms of our wholesale customers' };
    await configuration.save(it, manifest, { own, masters: {} }, wish);
  }
  await askForSetUp(stage);
  const other = await stage.installed(await stage.store(OUTLET), ledger.manifest);
  const requests = stage.get(AccessRequests);
  if (other && !(await requests.latest(other)))
    await requests.ask(other, cast.merchant, 'We would like drafts first: our bookkeeper looks at each invoice.');
}

/** Somebody would rather have it done for them: the first addon of a kind that this is offered for. */
async function askForSetUp(stage: Stage): Promise<void> {
  const store = await stage.store(MARKET);
  const offered = stage
    .get(PluginRegistry)
    .all()
    .find(({ manifest }) => manifest.listing.setUp)?.manifest;
  const requests = stage.get(SetUpRequests);
  if (offered && !(await requests.latest(store.id, offered.id)))
    await requests.ask(store, offered, stage.cast.merchant, 'Weekdays after ten: 02 5550 1234, ask for Mia.');
}
