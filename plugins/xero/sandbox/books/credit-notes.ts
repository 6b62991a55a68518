import { twin } from 'patchbay/sdk';
import { found, Invalid } from '../desk/answers.js';
import type { Form } from '../desk/form.js';
import { list, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { saveEach } from '../desk/saving.js';
import { allocationRoutes } from './allocations.js';
import { creditNoteNumbered, saveCreditNote } from './credit-form.js';
import { creditNoteNoun, overpaymentNoun, prepaymentNoun } from './credit-wire.js';
import type { Credit } from './document.js';

const kindIs = (kind: Credit['kind']) => (credit: Credit) => credit.kind === kind;

function creditAt({ books, params }: Call, kind: Credit['kind']): Credit {
  const key = params[0]!;
  const numbered = kind === 'credit note' ? creditNoteNumbered(books, key) : undefined;
  const credit = found(twin.isGuid(key) ? books.credits.get(key) : numbered);
  return found(credit.kind === kind ? credit : undefined);
}

const savingOf = ({ books, query, app }: Call) => ({ books, places: query.unitPlaces, app });

/** PUT only ever creates: a number that is taken is refused. */
const create = (call: Call) =>
  saveEach(call, creditNoteNoun, (form, problems) => saveCreditNote(savingOf(call), form, problems));

/** POST changes the credit note that an id or a customer's number names, and creates where there is none. */
const createOrUpdate = (call: Call) =>
  saveEach(call, creditNoteNoun, (form, problems) =>
    saveCreditNote(savingOf(call), form, problems, existing(call, form)),
  );

function existing({ books }: Call, form: Form): Credit | undefined {
  const [id, number] = [form.word('CreditNoteID'), form.word('CreditNoteNumber')];
  if (id) {
    const credit = books.credits.get(id);
    if (credit?.kind === 'credit note') return credit;
    throw new Invalid(['An existing Credit Note with the specified CreditNoteID could not be found']);
  }
  return number && form.word('Type')?.toUpperCase() !== 'ACCPAYCREDIT' ? creditNoteNumbered(books, number) : undefined;
}

function update(call: Call) {
  const credit = creditAt(call, 'credit note');
  return saveEach(call, creditNoteNoun, (form, problems) => saveCreditNote(savingOf(call), form, problems, credit));
}

const listed = (call: Call, kind: Credit['kind']) => {
  const since = call.query.since();
  return since === undefined
    ? call.books.credits.by('kind', kind)
    : call.books.credits.since(since).filter(kindIs(kind));
};

/** A reference is all an overpayment can be known by; an invoice number is what a prepayment can. */
function matching(call: Call, kind: Credit['kind'], name: string): Credit[] {
  const wanted = call.query.list(name);
  if (!wanted) return listed(call, kind);
  return wanted.flatMap((text) => call.books.credits.by('reference', text)).filter(kindIs(kind));
}

export const creditRoutes: Route[] = [
  { method: 'GET', path: '/CreditNotes', answer: (call) => list(call, creditNoteNoun, listed(call, 'credit note')) },
  {
    method: 'GET',
    path: '/CreditNotes/*',
    answer: (call) => show(call, creditNoteNoun, creditAt(call, 'credit note')),
  },
  { method: 'PUT', path: '/CreditNotes', answer: create },
  { method: 'POST', path: '/CreditNotes', answer: createOrUpdate },
  { method: 'POST', path: '/CreditNotes/*', answer: update },
  ...allocationRoutes('CreditNotes', 'credit note'),
  {
    method: 'GET',
    path: '/Overpayments',
    answer: (call) => list(call, overpaymentNoun, matching(call, 'overpayment', 'References')),
  },
  {
    method: 'GET',
    path: '/Overpayments/*',
    answer: (call) => show(call, overpaymentNoun, creditAt(call, 'overpayment')),
  },
  ...allocationRoutes('Overpayments', 'overpayment'),
  {
    method: 'GET',
    path: '/Prepayments',
    answer: (call) => list(call, prepaymentNoun, matching(call, 'prepayment', 'InvoiceNumbers')),
  },
  {
    method: 'GET',
    path: '/Prepayments/*',
    answer: (call) => show(call, prepaymentNoun, creditAt(call, 'prepayment')),
  },
  ...allocationRoutes('Prepayments', 'prepayment'),
];
