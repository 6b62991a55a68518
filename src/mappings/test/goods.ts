import type { Lab } from './lab.js';

// What the shop and the app hold in the tests.

export function stockUp({ shop, app }: Lab): void {
  shop
    .list('warehouses')
    .push(
      { id: 'w1', code: 'SYD', name: 'Sydney' },
      { id: 'w2', code: 'MEL', name: 'Melbourne' },
      { id: 'w3', code: 'BNE', name: 'Brisbane' },
    );
  app
    .list('depots')
    .push(
      { id: 'd1', code: 'S1', name: 'Sydney' },
      { id: 'd2', code: 'mel', name: 'Docklands' },
      { id: 'd3', code: 'X9', name: 'Overflow' },
    );
  shop
    .list('products')
    .push(
      { id: 'p1', sku: 'FERN', name: 'Fern', price: '10.00' },
      { id: 'p2', sku: 'FIG', name: 'Fig', price: '20.00' },
    );
  app
    .list('goods')
    .push(
      { id: 'g1', sku: 'FERN', title: 'Fern', price: '12.00', ean: '9312345678907' },
      { id: 'g2', sku: 'FIG', title: 'fig', price: '20.00' },
      { id: 'g3', sku: '', title: 'Nameless' },
      { id: 'g4', sku: 'GIFT', title: 'Gift', kind: 'voucher' },
    );
  shop
    .list('orders')
    .push(
      order('N1', 'SYD'),
      order('N2', 'SYD', { date: '2026-10-01' }),
      order('N3', 'MEL', { status: 'open' }),
      order('N4', 'BNE', { total: '40.00' }),
      order('N5', 'SYD', { username: 'blocked', date: '2026-11-12' }),
    );
  shop.list('returns').push(
    {
      id: 'r1',
      number: 'R1',
      status: 'closed',
      total: '10.00',
      lines: [returned('1', 'Faulty'), returned('2', 'Changed my mind')],
    },
    { id: 'r2', number: 'R2', status: 'closed', total: '10.00', lines: [returned('1', 'Faulty')] },
  );
}

export function order(number: string, warehouse: string, more: Record<string, unknown> = {}) {
  const lines = [{ id: '1', sku: 'FERN', quantity: '1', unitPrice: '10.00', warehouse }];
  const body = {
    number,
    status: 'dispatched',
    date: '2026-11-10',
    currency: 'AUD',
    total: '10.00',
    username: 'mia',
    lines,
  };
  return { id: `o-${number}`, ...body, ...more };
}

function returned(id: string, reason: string) {
  return { id, sku: 'FERN', quantity: '1', reason };
}

export const SHOP_IMPORTS = ['import-warehouses', 'import-products', 'import-orders', 'import-returns'];
export const APP_IMPORTS = ['import-depots', 'import-goods'];
