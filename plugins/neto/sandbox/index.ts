import type { SandboxOptions } from 'patchbay/sdk';
import { Counter } from './counter.js';
import { demoPart } from './demo-part.js';
import { Door } from './door.js';
import type { NetoSandbox, NetoSandboxOptions } from './options.js';
import { Page } from './page.js';
import { DEFAULT_KITS, DEFAULT_SKUS } from './products.js';
import { Shop, type ShopState, seededState } from './shop.js';

export type {
  Item,
  KitPart,
  NetoSandbox,
  NetoSandboxOptions,
  Order,
  OrderEdit,
  Return,
  Rma,
  Sale,
  SaleLine,
} from './options.js';

const CREDENTIALS = {
  storeDomain: 'fernandfig.example',
  username: 'fern',
  key: 'fern-and-fig-api-key',
  webhookToken: 'fern-and-fig-webhook-token',
};

const API = '/do/WS/NetoAPI';

/** Fern & Fig, a small Australian shop for plants and homewares, speaking the store platform's own protocol. */
export function createSandbox(options: SandboxOptions & NetoSandboxOptions = {}): NetoSandbox {
  const now = options.now ?? Date.now;
  const state = structuredClone((options.state as ShopState | undefined) ?? seeded(options, now()));
  if (options.timeZone) state.timeZone = options.timeZone;
  if (options.webhookUrl) state.webhookUrl = options.webhookUrl;
  const credentials = credentialsOf(state);
  const shop = new Shop(state, { now, notify: options.notify, webhookToken: credentials.webhookToken });
  const counter = new Counter(shop, state.seed.skus, state.seed.kits);
  const page = new Page(shop, counter, credentials);
  const door = new Door(shop, {
    ...credentials,
    quirks: options.quirks ?? true,
    maxLimit: options.maxLimit ?? 10_000,
    requestsPerMinute: options.requestsPerMinute ?? 500,
    retryAfter: options.retryAfter ?? false,
  });
  return {
    credentials,
    answers: {
      timeZone: state.timeZone,
      currency: state.settings.currency,
      taxInclusive: true,
      // Some customers pay in dollars of New Zealand.
      currencies: 'several',
    },
    demo: demoPart(counter),
    get revision() {
      return shop.revision;
    },
    snapshot: () => structuredClone(shop.state()),
    async handle(request) {
      try {
        const isApi = new URL(request.url).pathname.endsWith(API);
        return isApi && request.method === 'POST' ? await door.answer(request) : await page.answer(request);
      } catch (error) {
        return new Response(`The shop stumbled: ${error instanceof Error ? error.message : String(error)}`, {
          status: 500,
        });
      }
    },
    setWebhook(url) {
      shop.notifications.url = url;
      shop.changed();
    },
    settled: () => shop.notifications.settled(),
    placeOrder: (sale) => counter.placeOrder(sale),
    approve: (id) => counter.approve(id),
    dispatch: (id, how) => counter.dispatch(id, how),
    cancel: (id) => counter.cancel(id),
    edit: (id, changes) => counter.edit(id, changes),
    addRma: (returned) => counter.addRma(returned),
    approveRma: (id, how) => shop.rmas.approve(id, how),
    order: (id) => shop.order(id),
    item: (sku) => structuredClone(shop.items.get(sku)),
    items: () => structuredClone(shop.items.all()),
    rma: (id) => structuredClone(shop.rmas.get(id)),
    stock: (sku) => page.stock(sku),
  };
}

/** Each shop has a domain of its own. */
function credentialsOf({ seed }: ShopState) {
  if (!seed.shop) return Object.freeze(CREDENTIALS);
  const storeDomain = `${seed.shop.name.toLowerCase().replace(/[^a-z0-9]+/g, '')}.example`;
  return Object.freeze({ ...CREDENTIALS, storeDomain });
}

function seeded(options: SandboxOptions & NetoSandboxOptions, at: number): ShopState {
  const skus = options.skus ?? DEFAULT_SKUS;
  const seed = { at, sales: options.sales ?? 40, skus, kits: options.kits ?? DEFAULT_KITS, shop: options.shop };
  return seededState(seed, options.timeZone ?? 'Australia/Sydney', options.products ?? 6, options.rmas ?? 6);
}
