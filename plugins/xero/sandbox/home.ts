import { twin } from 'patchbay/sdk';
import type { Books } from './books/books.js';
import { amountDue } from './books/document.js';
import type { Payment } from './books/money.js';
import type { Answer } from './desk/answers.js';
import { moneyText } from './desk/decimals.js';
import { LOOK } from './look.js';

const LATEST = 20;

/** The page a person sees at the twin's root. It only shows; there is nothing to press. */
export function homePage(
  all: readonly Books[],
  custom: Readonly<Record<string, string>>,
  web: { id: string; secret: string },
): Answer {
  return twin.page(
    LOOK,
    'Organisations',
    `<header><h1>Xero sandbox</h1><p>A local twin of Xero’s identity service and accounting API, over made-up data. Nothing here leaves this machine.</p></header>
<section><h2>Connect to it</h2><p>With the hub’s own client a person only presses <b>Connect</b> and ticks organisations. A custom connection is typed in:</p>${twin.credentials(
      [
        ['Client id', custom.clientId ?? ''],
        ['Client secret', custom.clientSecret ?? ''],
        ['Client id of the hub', web.id],
        ['Client secret of the hub', web.secret],
      ],
    )}</section>
${all.map(organisation).join('')}`,
  );
}

const organisation = (books: Books): string =>
  `<section><h2>${twin.safe(books.organisation.name)} · ${books.organisation.currency}</h2>${counts(books)}
<h3>Latest invoices and bills</h3>${invoices(books)}
<h3>Latest credits</h3>${credits(books)}
<h3>Latest payments</h3>${payments(books)}</section>`;

const counts = (books: Books): string =>
  twin.counts([
    ['contacts', books.contacts.size],
    ['items', books.items.size],
    ['invoices, bills', books.invoices.size],
    ['credits', books.credits.size],
    ['payments', books.payments.size],
    ['bank entries', books.transactions.size],
    ['journals', books.journals.size],
  ]);

const nameOf = (books: Books, contactId: string): string => books.contacts.get(contactId)?.name ?? '';

function invoices(books: Books): string {
  const rows = books.invoices
    .slice(-LATEST, books.invoices.size)
    .reverse()
    .map((invoice) => [
      invoice.number,
      invoice.date,
      nameOf(books, invoice.contactId),
      invoice.reference,
      { amount: moneyText(invoice.total) },
      { amount: moneyText(amountDue(invoice)) },
      { pill: invoice.status.toLowerCase() },
    ]);
  const heads = ['Number', 'Date', 'Contact', 'Reference', '#Total', '#Due', 'State'];
  return twin.table(heads, rows, 'None yet. They appear here as soon as one is sent.');
}

function credits(books: Books): string {
  const rows = books.credits
    .slice(-LATEST, books.credits.size)
    .reverse()
    .map((credit) => [
      credit.number || credit.kind,
      credit.date,
      nameOf(books, credit.contactId),
      credit.reference,
      { amount: moneyText(credit.total) },
      { amount: moneyText(credit.remaining) },
      { pill: credit.status.toLowerCase() },
    ]);
  return twin.table(['Number', 'Date', 'Contact', 'Reference', '#Total', '#Open', 'State'], rows, 'No credits yet.');
}

function payments(books: Books): string {
  const rows = books.payments
    .slice(-LATEST, books.payments.size)
    .reverse()
    .map((payment) => [
      payment.date,
      books.accounts.get(payment.accountId)?.name ?? '',
      paidFor(books, payment),
      payment.reference ?? '',
      { amount: moneyText(payment.amount) },
      { pill: payment.status.toLowerCase() },
    ]);
  return twin.table(['Date', 'Account', 'For', 'Reference', '#Amount', 'State'], rows, 'No payments yet.');
}

function paidFor(books: Books, { targetId }: Payment): string {
  const credit = books.credits.get(targetId);
  return books.invoices.get(targetId)?.number ?? `${credit?.number || credit?.kind || ''} paid back`;
}
