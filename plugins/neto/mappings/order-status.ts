import type { Row } from '../client.js';
import { isAboveZero } from '../decimals.js';
import { said } from './transforms.js';

/** Orders that wait for goods or for hands. Whether such an order is approved stands beside its status. */
const UNDER_WAY = new Set([
  'New',
  'New Backorder',
  'Backorder Approved',
  'Pick',
  'Pack',
  'Pending Pickup',
  'Pending Dispatch',
]);

/** The hub's word for where an order stands; undefined for a status nobody has told us of. */
export function orderStatus(order: Row): string | undefined {
  const status = said(order.OrderStatus) ?? '';
  if (UNDER_WAY.has(status)) return hasLeft(order) ? 'partly-dispatched' : 'open';
  switch (status) {
    case 'Quote':
      return 'quote';
    case 'On Hold':
      return said(order.OnHoldType) === 'Layby' ? 'layby' : 'hold';
    // Nothing is set aside for it yet: it is no sale until somebody commits it.
    case 'Uncommitted':
      return 'hold';
    case 'Dispatched':
      return 'dispatched';
    case 'Cancelled':
      return 'cancelled';
    default:
      return undefined;
  }
}

function hasLeft({ OrderLine }: Row): boolean {
  return Array.isArray(OrderLine) && OrderLine.some((line: Row | null) => isAboveZero(line?.QuantityShipped));
}
