import type { Books } from './books/books.js';
import { amountDue, type Invoice } from './books/document.js';
import type { Answer } from './desk/answers.js';
import { moneyText } from './desk/decimals.js';
import { page, safe } from './desk/html.js';

const LATEST = 20;

/** The page a person sees at the twin's root. It only shows; there is nothing to press. */
export function homePage(
  all: readonly Books[],
  custom: Readonly<Record<string, string>>,
  web: { id: string; secret: string },
): Answer {
  const credentials = [...Object.entries(custom), ['web app id', web.id], ['web app secret', web.secret]] as [
    string,
    string,
  ][];
  return page(
    'Organisations',
    `<header><h1>Xero sandbox</h1><p>A local twin of Xero's identity service and accounting API, over made-up data. Nothing here leaves this machine.</p></header>
<section><h2>Connect to it</h2><dl>${credentials.map(credential).join('')}</dl></section>
${all.map(organisation).join('')}`,
  );
}

const credential = ([name, value]: [string, string]) =>
  `<div><dt>${safe(name)}</dt><dd><code>${safe(value)}</code></dd></div>`;

const organisation = (books: Books): string =>
  `<section><h2>${safe(books.organisation.name)} · ${books.organisation.currency}</h2><ul class="counts">${counts(books)}</ul>${invoices(books)}</section>`;

function counts(books: Books): string {
  const numbers: [string, number][] = [
    ['contacts', books.contacts.size],
    ['items', books.items.size],
    ['invoices and bills', books.invoices.size],
    ['credits', books.credits.size],
    ['payments', books.payments.size],
    ['bank transactions', books.transactions.size],
    ['journals', books.journals.size],
  ];
  return numbers.map(([name, number]) => `<li><b>${number.toLocaleString('en-AU')}</b> ${name}</li>`).join('');
}

function invoices(books: Books): string {
  const latest = books.invoices.slice(-LATEST, books.invoices.size).reverse();
  if (latest.length === 0) return '<p class="empty">No invoices yet. They appear here as soon as one is sent.</p>';
  const heads = ['Number', 'Date', 'To', 'Reference', 'Total', 'Due', 'State'];
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = latest.map((invoice) => `<tr>${row(books, invoice)}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function row(books: Books, invoice: Invoice): string {
  const cells = [invoice.number, invoice.date, books.contacts.get(invoice.contactId)?.name ?? '', invoice.reference];
  const amounts = [moneyText(invoice.total), moneyText(amountDue(invoice))];
  const state = `<td><span class="pill ${invoice.status.toLowerCase()}">${invoice.status}</span></td>`;
  return `${cells.map((cell) => `<td>${safe(cell)}</td>`).join('')}${amounts.map((one) => `<td class="amount">${one}</td>`).join('')}${state}`;
}
