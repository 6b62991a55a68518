import type { Sandbox } from 'patchbay/sdk';
import type { Item } from './item.js';
import type { Order } from './order.js';
import type { KitPart } from './products.js';
import type { Rma } from './rma.js';

export interface NetoSandboxOptions {
  /** What the seeded sales sell: the codes of the app that keeps the stock. */
  skus?: string[];
  /** Which of them are kits, and what one takes. */
  kits?: Record<string, KitPart[]>;
  /** How many returns the seeded data holds. */
  rmas?: number;
  /** Lists of one collapse to the thing itself and empty lists to an empty text; on, unless switched off to compare. */
  quirks?: boolean;
  /** The store's own time zone: filters and dates without a suffix are in it. */
  timeZone?: string;
  /** The most rows one page may hold. */
  maxLimit?: number;
  /** Above it the store answers 429; Infinity for none. */
  requestsPerMinute?: number;
  /** Whether a 429 says when to come back. */
  retryAfter?: boolean;
  /** Who hears of orders; without it, or without `notify`, nobody. */
  webhookUrl?: string;
}

/** What a person could do in the store's control panel or at its counter, and a look at what it holds. */
export interface NetoSandbox extends Sandbox {
  setWebhook(url: string | undefined): void;
  /** Resolves when every notification under way has arrived or failed. */
  settled(): Promise<void>;
  placeOrder(sale?: Sale): Order;
  approve(orderId: string): Order;
  /** Everything, or so much of each SKU; what is left stays open unless the order is to be closed. */
  dispatch(orderId: string, how?: { quantities?: Record<string, number>; close?: boolean }): Order;
  cancel(orderId: string): Order;
  edit(orderId: string, changes: OrderEdit): Order;
  addRma(returned: Return): Rma;
  /** Approves, restocks unless told not to, refunds and closes. */
  approveRma(id: string, how?: { restock?: boolean }): Rma;
  order(id: string): Order | undefined;
  item(sku: string): Item | undefined;
  items(): Item[];
  rma(id: string): Rma | undefined;
  /** By warehouse reference, in pieces; a kit's is worked out from its components. */
  stock(sku: string): Record<string, number>;
}

export interface Sale {
  username?: string;
  /** One piece of anything, unless said. */
  lines?: SaleLine[];
  shipping?: string;
  coupon?: { code: string; amount: string };
  surcharge?: string;
  status?: string;
  approved?: boolean;
  /** Pays in full with this method. */
  paidBy?: string;
  currency?: string;
  taxInclusive?: boolean;
  purchaseOrderNumber?: string;
}

export interface SaleLine {
  sku: string;
  quantity?: number;
  /** The catalogue's price, or the shop's own, unless said. */
  unitPrice?: string;
  /** The reference of the warehouse it leaves from; the primary one unless said. */
  warehouse?: string;
  percentDiscount?: string;
  taxFree?: boolean;
}

export interface OrderEdit {
  status?: string;
  approved?: boolean;
  shipping?: string;
  purchaseOrderNumber?: string;
  notes?: string;
  /** By SKU. A quantity of 0 takes the line off. */
  lines?: Record<string, { quantity?: number; unitPrice?: string }>;
}

export interface Return {
  orderId: string;
  /** Pieces of each SKU; absent means one of the first line. */
  quantities?: Record<string, number>;
  reason?: string;
  shipping?: string;
}

export type { Item, KitPart, Order, Rma };
