import type { Books, BooksHub } from './books.js';

/** As the app holds what nobody sent. */
export const stranger = (reference: string, more: Record<string, unknown> = {}) => ({
  id: `by-hand-${reference}`,
  reference,
  customer: 'ada',
  lines: [],
  date: '2026-11-20',
  total: '10.00',
  tax: '0.91',
  currency: 'AUD',
  closed: false,
  ...more,
});

/** November with a difference of every kind in it. */
export async function unrulyMonth(hub: BooksHub, books: Books): Promise<void> {
  const { consignments } = hub.twin.depot;
  for (const n of [1, 2, 3, 4, 5, 6]) await hub.invoice(books, `N${n}`);
  await hub.invoice(books, 'N14');
  await hub.invoice(books, 'N7', { username: 'blocked' });
  await hub.invoice(books, 'N8', { date: '2026-10-30' });
  await hub.invoice(books, 'N9', { status: 'open' });
  await hub.export(books);
  hub.consignment('P-N1').total = '12.00';
  hub.consignment('P-N2').date = '2026-11-24';
  hub.consignment('P-N3').gone = 'cancelled';
  consignments.splice(consignments.indexOf(hub.consignment('P-N4')), 1);
  consignments.push(stranger('P-N5'), stranger('X77', { total: '44.00' }));
  hub.consignment('P-N6').reference = 'RENAMED-6';
  await hub.invoice(books, 'N10');
  await hub.invoice(books, 'N11', { total: '44.00', date: '2026-11-21' });
}
