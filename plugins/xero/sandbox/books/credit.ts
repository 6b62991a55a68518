import { amountOf } from '../desk/decimals.js';
import type { Books } from './books.js';
import { contactRef } from './contacts.js';
import type { Credit } from './document.js';

/** Keeps a credit and tells who listens: only credit notes have listeners. */
export function putCredit(books: Books, credit: Credit, before: Credit | undefined): Credit {
  const kept = books.credits.put(credit);
  if (credit.kind === 'credit note') {
    books.tell({
      category: 'CREDITNOTE',
      type: before ? 'UPDATE' : 'CREATE',
      resource: 'CreditNotes',
      id: kept.id,
      data: { Type: kept.type, Status: kept.status },
    });
  }
  return kept;
}

/** Takes note of credit that was allocated or paid back (or, below zero, given back): PAID when nothing is left. */
export function applyToCredit(books: Books, id: string, change: { taken: number; on: string }): Credit {
  const before = books.credits.get(id)!;
  const remaining = before.remaining - change.taken;
  return putCredit(
    books,
    {
      ...before,
      updated: books.stamp(),
      remaining,
      status: remaining === 0 ? 'PAID' : 'AUTHORISED',
      fullyPaidOn: remaining === 0 ? change.on : undefined,
    },
    before,
  );
}

/** How a credit is named within other records, under the name of its kind. */
export function creditRef(books: Books, id: string): object {
  const credit = books.credits.get(id);
  if (!credit) return {};
  const common = { Contact: contactRef(books, credit.contactId, false), Total: amountOf(credit.total), LineItems: [] };
  if (credit.kind === 'overpayment') return { Overpayment: { OverpaymentID: id, ...common } };
  if (credit.kind === 'prepayment') return { Prepayment: { PrepaymentID: id, ...common } };
  return { CreditNote: { Type: credit.type, CreditNoteID: id, CreditNoteNumber: credit.number, ...common } };
}
