import type { Settings } from '../settings.js';
import type { SalesOrderRow } from '../wire.js';

/** How an order in the app is known to come from a store: several stores may feed one account. */
export const sourceId = (storeId: number, reference: string): string => `${storeId}:${reference}`;

export const isOurs = ({ SourceId: source }: Pick<SalesOrderRow, 'SourceId'>, storeId: number): boolean =>
  source?.startsWith(`${storeId}:`) ?? false;

/** It was sent by a hub like this one, for this or another store: their numbers say nothing of one another. */
export const isOfSomeStore = ({ SourceId: source }: Pick<SalesOrderRow, 'SourceId'>): boolean =>
  /^\d+:./.test(source ?? '');

const LEFT = 'Has left the store.';

/**
 * Written into the comments of an order that can't be completed yet though its goods are gone: the stock import has only the app
 * to look at.
 */
export const withLeft = (comments: string | null | undefined): string =>
  [comments, LEFT].filter(Boolean).join('\n').slice(-2048);

export const saysLeft = ({ Comments: comments }: Pick<SalesOrderRow, 'Comments'>): boolean =>
  comments?.includes(LEFT) ?? false;

/** Whether the goods of an open order of ours are gone. Stores that export on dispatch have no other open orders. */
export const hasLeft = (
  order: Pick<SalesOrderRow, 'Comments'>,
  { exportWhen }: Pick<Settings, 'exportWhen'>,
): boolean => exportWhen === 'dispatched' || saysLeft(order);
