import type { Sandbox, SandboxOptions } from 'patchbay/sdk';
import { type Answer, Refusal } from './answers.js';
import { billRoutes } from './bills-of-material.js';
import { companyRoutes } from './companies.js';
import { type CreditNote, creditNoteRoutes } from './credit-notes.js';
import { customerRoutes } from './customers.js';
import { sum } from './decimals.js';
import { Door, rawQuery } from './door.js';
import { homePage } from './home.js';
import { type Invoice, invoiceRoutes } from './invoices.js';
import { type Person, personAt } from './person.js';
import type { TiersAs } from './product-wire.js';
import { productRoutes } from './products.js';
import { Query } from './query.js';
import { Router } from './router.js';
import type { SalesOrder } from './sales-order.js';
import { salesOrderRoutes } from './sales-orders.js';
import { CATALOGUE } from './seed/catalogue.js';
import { seedSales } from './seed/sales.js';
import { Shop, type ShopState } from './shop.js';
import { type StockAdjustment, stockAdjustmentRoutes } from './stock-adjustments.js';
import { stockRoutes } from './stock-on-hand.js';
import { supplierRoutes } from './suppliers.js';
import { taxRoutes } from './taxes.js';
import { warehouseRoutes } from './warehouses.js';

export type { Invoice } from './invoices.js';
export type { NewProduct, Person } from './person.js';
export type { SalesOrder, SalesOrderLine } from './sales-order.js';
export type { StockAdjustment } from './stock-adjustments.js';

export interface UnleashedSandboxOptions {
  /** Every guid comes from these words. */
  seed?: string;
  credentials?: { id: string; key: string };
  /** How a price level looks: an object with name and value, or the bare value. */
  tiersAs?: TiersAs;
  /** After so many signed requests in a calendar month (UTC) everything answers `status`, 403 unless said. */
  quota?: { requests: number; status?: number };
  /** More requests at the same time than this answer 429. */
  concurrency?: number;
  /** Milliseconds that each answer takes at least. */
  latency?: number;
  /** The adjustment reasons that are configured in the app. */
  reasons?: readonly string[];
}

/** The twin, with the hands of a person in the app and a look at what it holds. */
export interface UnleashedSandbox extends Sandbox, Person {
  orders(): SalesOrder[];
  invoices(): Invoice[];
  adjustments(): StockAdjustment[];
  credits(): CreditNote[];
  /** What one warehouse holds, or all of them; 0 where a product never moved. */
  quantityOnHand(productCode: string, warehouseCode?: string): number;
}

const ADJUSTMENT_REASONS = [
  'Stocktake',
  'Customer return',
  'Damaged goods',
  'Faulty',
  'Change of mind',
  'Wrong item sent',
  'Opening balance',
] as const;

const CREDENTIALS = { id: 'fernandfig-sandbox', key: 'sandbox-key-that-opens-nothing-else' };
const FEW_SALES = 6;

const router = new Router([
  ...productRoutes,
  ...billRoutes,
  ...stockRoutes,
  ...warehouseRoutes,
  ...supplierRoutes,
  ...customerRoutes,
  ...taxRoutes,
  ...companyRoutes,
  ...salesOrderRoutes,
  ...invoiceRoutes,
  ...stockAdjustmentRoutes,
  ...creditNoteRoutes,
]);

export function createSandbox(options: SandboxOptions & UnleashedSandboxOptions = {}): UnleashedSandbox {
  const { credentials = CREDENTIALS, quota, concurrency, latency = 0, now = Date.now } = options;
  const shop = openShop(options);
  const door = new Door({ credentials, quota, concurrency, now });
  return {
    credentials,
    get revision() {
      return shop.revision;
    },
    snapshot: () => shop.snapshot(),
    async handle(request) {
      const url = new URL(request.url);
      if (url.pathname === '/' && request.method === 'GET') return respond(homePage(shop, credentials));
      try {
        return respond(await door.pass(request, () => serve(shop, request, url.pathname, latency)));
      } catch (error) {
        return respond(apology(error));
      }
    },
    ...personAt(shop),
    orders: () => structuredClone(shop.orders.all()),
    invoices: () => structuredClone(shop.invoices.all()),
    adjustments: () => structuredClone(shop.adjustments.all()),
    credits: () => structuredClone(shop.credits.all()),
    quantityOnHand: (productCode, warehouseCode) => quantityOnHand(shop, productCode, warehouseCode),
  };
}

function openShop(options: SandboxOptions & UnleashedSandboxOptions): Shop {
  const { now = Date.now, tiersAs = 'object', reasons = ADJUSTMENT_REASONS } = options;
  const state = options.state === undefined ? undefined : earlierState(options.state);
  const seed = state?.seed ?? options.seed ?? 'fern-and-fig';
  const products = state?.seededProducts ?? options.products ?? CATALOGUE.length;
  const shop = new Shop({ seed, products, tiersAs, reasons, now }, state && structuredClone(state));
  if (!state) seedSales(shop, options.sales ?? FEW_SALES);
  return shop;
}

function earlierState(state: unknown): ShopState {
  if (typeof state === 'object' && state !== null && 'version' in state && state.version === 1) {
    return state as ShopState;
  }
  throw new Error('This is not a snapshot of the Unleashed sandbox');
}

async function serve(shop: Shop, request: Request, path: string, latency: number): Promise<Answer> {
  const text = await request.text();
  if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
  const answer = router.answer(shop, request.method, path, new Query(rawQuery(request.url)), parsed(text));
  if (request.method !== 'GET') shop.changed();
  return answer;
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, { Message: 'The request body is not valid JSON.' });
  }
}

/** Anything that is not the app's own no is the twin's fault, and says so as the app does. */
function apology(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, text: JSON.stringify(error.body) };
  const detail = error instanceof Error ? error.message : String(error);
  return { status: 500, text: JSON.stringify({ Message: 'An error has occurred.', ExceptionMessage: detail }) };
}

const respond = ({ status, text, type = 'application/json; charset=utf-8' }: Answer): Response =>
  new Response(text, { status, headers: { 'content-type': type } });

function quantityOnHand(shop: Shop, productCode: string, warehouseCode?: string): number {
  const product = shop.products.coded(productCode);
  if (!product) throw new Error(`There is no product ${productCode}`);
  return shop.warehouses
    .all()
    .filter((warehouse) => warehouseCode === undefined || warehouse.WarehouseCode === warehouseCode)
    .reduce((all, warehouse) => sum(all, shop.stock.onHand(product.Guid, warehouse.Guid)), 0);
}
