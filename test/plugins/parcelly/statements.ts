import type { StatementDeclaration, StatementRow } from 'patchbay/sdk';
import type { ParcellyClient, StoredConsignment } from './client.js';

/** What the depot holds as our invoices: a closed consignment is one that has been charged. */
export const consignments: StatementDeclaration<ParcellyClient> = {
  title: 'Consignments in Parcelly',
  tasks: ['export-invoices'],
  async *read({ api, from, to, bookmark }) {
    for (let page = (bookmark as { page: number } | undefined)?.page ?? 1; ; page++) {
      const { consignments: rows, pages, total } = await api.consignmentsDated(from, to, page);
      yield { rows: rows.map(stated), bookmark: { page: page + 1 }, total };
      if (page >= pages) return;
    }
  },
};

function stated({ id, reference, customer, date, total, tax, currency, ...rest }: StoredConsignment): StatementRow {
  return {
    remoteId: id,
    number: reference,
    reference,
    date,
    amount: total,
    tax,
    currency,
    status: rest.gone ? GONE[rest.gone] : rest.closed ? 'paid' : 'open',
    contact: customer,
    says: rest.note ? [rest.note] : undefined,
    url: `https://parcelly.test/consignments/${encodeURIComponent(id)}`,
    changedAt: rest.changedAt,
  };
}

const GONE = { cancelled: 'voided', 'thrown away': 'deleted' } as const;
