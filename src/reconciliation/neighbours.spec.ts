import { describe, expect, it } from 'vitest';
import { Neighbours } from './neighbours.js';
import { ownBooks } from './test/own-books.js';

const here = ownBooks();

describe('documents that no report asks about', () => {
  it('are what another store sent over the same connection', async () => {
    const other = await here.hub.open(await here.hub.merchant());
    const { storeId, connectionId } = here.books;
    await here.hub.database.run('update installations set connection_id = ? where store_id = ? and id = ?', [
      connectionId,
      other.storeId,
      other.installationId,
    ]);
    await here.hub.database.run('insert into links (store_id, connection_id, type, remote_id, record_id) values ?', [
      [
        [other.storeId, connectionId, 'payment', 'theirs', 1],
        [storeId, connectionId, 'payment', 'mine', 2],
      ],
    ]);
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = [
      { ...row, remoteId: 'theirs' },
      { ...row, remoteId: 'mine' },
      { ...row, remoteId: 'nobody' },
      { ...row, remoteId: 'theirs', ours: true },
    ];
    const sending = { stated: ['payment' as const], besides: [] };
    const marked = await here.hub.app.get(Neighbours).mark(storeId, connectionId, sending, rows);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined, undefined, true]);
  });

  it('are documents of its own that a refund has left, which are no invoices', async () => {
    const { storeId, connectionId } = here.books;
    await here.hub.database.run('insert into links (store_id, connection_id, type, remote_id, record_id) values ?', [
      [
        [storeId, connectionId, 'refund', 'credit-of-refund', 1],
        [storeId, connectionId, 'invoice', 'invoice', 2],
      ],
    ]);
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = ['credit-of-refund', 'invoice', 'nobody'].map((remoteId) => ({ ...row, remoteId }));
    const sending = { stated: ['invoice' as const], besides: ['refund' as const] };
    const marked = await here.hub.app
      .get(Neighbours)
      .mark(storeId, connectionId, sending, [...rows, { ...rows[0]!, ours: true }]);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined, undefined, false]);
  });

  it('are what a refund of the store next door has left', async () => {
    const { storeId, connectionId } = here.books;
    const other = await here.hub.open(await here.hub.merchant());
    await here.hub.database.run('update installations set connection_id = ? where store_id = ?', [
      connectionId,
      other.storeId,
    ]);
    await here.hub.database.run(
      "insert into links (store_id, connection_id, type, remote_id, record_id) values (?, ?, 'refund', 'credit-next-door', 1)",
      [other.storeId, connectionId],
    );
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = ['credit-next-door', 'nobody'].map((remoteId) => ({ ...row, remoteId }));
    const sending = { stated: ['invoice' as const], besides: ['refund' as const] };
    const marked = await here.hub.app.get(Neighbours).mark(storeId, connectionId, sending, rows);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined]);
  });
});
