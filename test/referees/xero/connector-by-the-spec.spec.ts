import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { officialSpec } from './official-spec.js';
import type { Seen } from './refereed.js';

// Every spec of the connector once more, with the official specification between it and the twin.

const [spec, identity] = [officialSpec(), officialSpec('identity')];
const specs = new URL('../../../plugins/xero/test/', import.meta.url);
const { wrongs, seen } = vi.hoisted(() => ({ wrongs: [] as string[], seen: [] as Seen[] }));

vi.mock(import('../../../src/sdk/testing/index.js'), async (original) => {
  const [testing, { refereed }] = [await original(), await import('./refereed.js')];
  return {
    ...testing,
    pluginUnderTest(plugin, options = {}) {
      if (!spec || !identity || plugin.id !== 'xero') return testing.pluginUnderTest(plugin, options);
      const sandbox = options.sandbox ?? plugin.sandbox!({ now: options.now });
      const { twin } = refereed(sandbox, spec, { wrongs, seen, parameters: true });
      const whole = refereed(twin, identity, { wrongs, seen, base: '/connections', root: '/Connections' }).twin;
      // What a spec does to the twin by hand is no request of the connector.
      return Object.assign(testing.pluginUnderTest(plugin, { ...options, sandbox: whole }), { sandbox });
    },
  };
});

describe.skipIf(!spec)('every request of the connector is one that the official specification allows:', async () => {
  beforeEach(() => void wrongs.splice(0));
  afterEach(() => expect(wrongs).toEqual([]));

  for (const name of readdirSync(specs).filter((file) => file.endsWith('.spec.ts'))) {
    await import(new URL(name, specs).href);
  }

  it('these are all that it sends', () => {
    const all = seen.filter(({ status }) => status < 300).map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(all)].sort()).toEqual([
      'DELETE /Connections/{id}',
      'GET /Accounts',
      'GET /BankTransactions',
      'GET /Connections',
      'GET /Contacts',
      // By its id: the specification has two addresses of that shape.
      'GET /Contacts/{ContactNumber}',
      'GET /CreditNotes',
      'GET /CreditNotes/{CreditNoteID}',
      'GET /Invoices',
      'GET /Items',
      'GET /ManualJournals',
      'GET /ManualJournals/{ManualJournalID}',
      'GET /Organisation',
      'GET /Organisation/Actions',
      'GET /Overpayments/{OverpaymentID}',
      'GET /Payments',
      'GET /Payments/{PaymentID}',
      'GET /Prepayments/{PrepaymentID}',
      'GET /TaxRates',
      'GET /TrackingCategories',
      'POST /Contacts',
      'POST /CreditNotes',
      'POST /Invoices',
      'POST /Items',
      'PUT /BankTransactions',
      'PUT /Contacts',
      'PUT /CreditNotes',
      'PUT /CreditNotes/{CreditNoteID}/Allocations',
      'PUT /Invoices',
      'PUT /Invoices/{InvoiceID}/History',
      'PUT /ManualJournals',
      'PUT /Payments',
    ]);
  });
});
