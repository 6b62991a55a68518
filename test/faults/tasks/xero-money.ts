import xero from '../../../plugins/xero/plugin.js';
import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import { pluginUnderTest } from '../../../src/sdk/testing/index.js';
import type { Chance } from '../chance.js';
import type { Ending, ExportCase, Planted, Verdict } from '../export-case.js';
import { halfOf } from '../xero/books.js';
import { answersOf, imported, MAPS, openTwin } from '../xero/shop.js';

const { records: accounts } = await pluginUnderTest(xero, { sandbox: openTwin(() => 0) }).pull('import-accounts');
const account = (code: string) => String(accounts.find((one) => one.code === code)!.id);

/** Cards come in through a clearing account, deposits through the bank. */
const METHODS: [string, string][] = [
  ['card', account('611')],
  ['deposit', account('090')],
];

/** Payments of orders, some too much, some of cancelled ones, returns and refunds: the app knows no numbers of such money. */
export const xeroMoney: ExportCase = {
  name: 'xero/export-payments',
  plugin: xero,
  task: 'export-payments',
  tasks: ['export-contacts', 'export-invoices', 'export-payments', 'export-credit-notes', 'export-refunds'],
  mayEndWithPeople:
    /^No answer came, and it was not found in the app|^(The prepayment|What was paid too much) for N\d+ is not in Xero yet/,
  seeds: 100,
  answers: () => ({ ...answersOf(openTwin(() => 0)), mode: 'individually', overpaymentsAccount: '831' }),
  maps: { ...MAPS, 'payment-accounts': METHODS },
  sandbox: (now) => openTwin(now),
  surroundings: async () => [...(await imported()), ...accounts.map((body): Planted => ({ type: 'account', body }))],
  records: (chance) => Array.from({ length: chance.between(1, 5) }, (_, n) => story(chance, `N${1001 + n}`)).flat(),
  // What left is cancelled at times, before or after something of it came back.
  edit: (chance, body) =>
    body.status === 'dispatched' && chance.happens(0.5) ? { ...body, status: 'cancelled' } : undefined,
  verify: (ending) => judge(ending),
};

/** The same where orders that are cancelled take no credit: their invoices are voided. */
export const xeroMoneyVoided: ExportCase = {
  ...xeroMoney,
  name: 'xero/export-payments-voided',
  mayEndWithPeople: true,
  advanced: () => ({ cancelled: 'void' }),
  // What was paid keeps an invoice from being voided, so every other shop has not been paid yet.
  records: (chance, answers) => {
    const isPaid = chance.fork(1).happens(0.5);
    const all = xeroMoney.records(chance, answers);
    return isPaid ? all : unpaid(all);
  },
};

/** The same in books that are closed, further from time to time: a person has each dated on the day that is offered. */
export const xeroMoneyClosed: ExportCase = {
  ...xeroMoney,
  name: 'xero/export-payments-closed',
  sandbox: (now) => {
    const twin = openTwin(now);
    twin.lock({ period: '2026-11-21' });
    return twin;
  },
  meanwhile: (chance, twin) => {
    if (chance.happens(0.3))
      (twin as XeroSandbox).lock({ period: chance.pick(['2026-11-21', '2026-11-30', '2026-12-31']) });
  },
};

const unpaid = (records: Planted[]): Planted[] =>
  records
    .filter(({ type }) => type !== 'payment')
    .map(({ type, body }) => ({ type, body: type === 'invoice' ? { ...body, payments: [] } : body }));

/** One order with all the money of it. */
function story(chance: Chance, number: string): Planted[] {
  const method = chance.pick(['card', 'deposit']);
  // Money doesn't always go back the way that it came.
  const wayBack = chance.fork(2).happens(0.3) ? 'deposit' : method;
  const cancelled = chance.happens(0.2);
  const over = cancelled ? 0 : chance.pick([0, 0, 5]);
  const amounts = chance.happens(0.3) ? [40, 70 + over] : [110 + over];
  const payments = amounts.map((amount, at) => ({
    number: `${number}-${at}`,
    invoice: number,
    method,
    amount: String(amount),
    currency: 'AUD',
    paidOn: '2026-11-20',
  }));
  const line = { id: '1', sku: 'POT', quantity: '1', unitPrice: '110', taxCode: 'GST' };
  const order: Planted = {
    type: 'invoice',
    body: {
      number,
      status: cancelled ? 'cancelled' : 'dispatched',
      date: cancelled ? null : '2026-11-20',
      username: 'almond',
      currency: 'AUD',
      taxInclusive: true,
      total: '110',
      lines: [line],
      payments: payments.map(({ number: of, amount, paidOn }) => ({ number: of, amount, method, paidOn })),
    },
  };
  return [
    order,
    ...payments.map((body): Planted => ({ type: 'payment', body })),
    ...(chance.happens(0.5) ? moneyBack(chance, number, wayBack, cancelled) : []),
  ];
}

/** Of a return, of goodwill, or of what was cancelled. */
function moneyBack(chance: Chance, number: string, method: string, cancelled: boolean): Planted[] {
  const returns = !cancelled && chance.happens(0.7);
  const common = { invoice: number, username: 'almond', currency: 'AUD' };
  const returned = halfOf(number, `RMA-${number}`);
  const refund = {
    ...common,
    number: `REF-${number}`,
    status: 'refunded',
    method,
    amount: returns ? '55' : '11',
    refundedOn: '2026-11-21',
    ...(returns && { return: returned.number }),
  };
  const all: Planted[] = [{ type: 'refund', body: refund }];
  return returns ? [{ type: 'return', body: returned }, ...all] : all;
}

interface Held {
  Reference?: string;
  Total?: number;
  InvoiceNumber?: string;
  CreditNoteNumber?: string;
  Status?: string;
}

const isGone = ({ Status }: Held): boolean => Status === 'DELETED' || Status === 'VOIDED';

/** Everything is there at most once; what the log calls exported is there. */
function judge({ sandbox, records, advanced, log }: Ending): Verdict {
  const twin = sandbox as XeroSandbox;
  const held = (noun: 'Payments' | 'BankTransactions' | 'Invoices' | 'CreditNotes') =>
    (twin.documents(noun) as Held[]).filter((one) => !isGone(one));
  const voided = (number: string) =>
    (twin.documents('Invoices') as Held[]).some((one) => one.InvoiceNumber === number && isGone(one));
  const marks = [
    ...held('Payments').map(({ Reference }) => `payment ${Reference}`),
    ...held('BankTransactions').map(({ Reference }) => `money ${Reference}`),
    ...held('Invoices').map(({ InvoiceNumber }) => `invoice ${InvoiceNumber}`),
    ...held('CreditNotes').map(({ CreditNoteNumber }) => `credit ${CreditNoteNumber}`),
  ];
  const verdict: Verdict = { lost: [], doubled: marks.filter((mark, at) => marks.indexOf(mark) !== at), wrong: [] };
  for (const { type, body, earlier } of records) {
    const number = String(body.number);
    const isVoided = type === 'invoice' && voided(number);
    if (isVoided && (advanced.cancelled !== 'void' || body.status !== 'cancelled'))
      verdict.wrong.push(`${number} is voided, though nobody wanted that`);
    if (type === 'invoice')
      verdict.wrong.push(...takenBackWrongly(number, held('CreditNotes'), isVoided, earlier && log.get(number)));
    if (log.get(number) === 'waiting' && waitsForNothing(body, { records, log }))
      verdict.wrong.push(`${number} waits for nothing`);
    if (log.get(number) !== 'exported') continue;
    const wanted = {
      payment: [`payment ${number}`, `money ${number}`],
      refund: [`payment R${number}`, `credit R${number}`],
      return: [`credit ${number}`],
      invoice: [`invoice ${number}`],
    }[type as string]!;
    if (isVoided) continue;
    if (!wanted.some((mark) => marks.includes(mark))) verdict.lost.push(`${number}: none of ${wanted.join(', ')}`);
  }
  return verdict;
}

/** Its invoice is in the app and asks nobody, its return is settled, and what was paid is there to be paid back. */
const waitsForNothing = ({ invoice, return: of }: Planted['body'], { records, log }: Pick<Ending, 'records' | 'log'>) =>
  log.get(String(invoice)) === 'exported' &&
  (of === undefined || !['waiting', 'needs-person'].includes(log.get(String(of)) ?? '')) &&
  records.every(
    ({ type, body }) =>
      type !== 'payment' || body.invoice !== invoice || log.get(String(body.number)) !== 'needs-person',
  );

/** No more than all of an order is taken back, and all of it once it was cancelled. `cancelled`: where that stands, if it was. */
function takenBackWrongly(number: string, credits: Held[], isVoided: boolean, cancelled: string | undefined): string[] {
  // What is only paid back of what was owed takes back no revenue.
  const taking = credits.filter(({ Reference = '' }) => !Reference.startsWith('Money back '));
  const about = taking.filter(({ Reference = '' }) => Reference.split(/[ /]+/).includes(number));
  const sum = money.add(isVoided ? 110 : 0, ...about.map(({ Total = 0 }) => Total));
  const isTooMuch = money.compare(sum, 110) > 0;
  const isTooLittle = cancelled === 'exported' && money.compare(sum, 110) < 0;
  return isTooMuch || isTooLittle ? [`${sum} of ${number} is taken back (${cancelled})`] : [];
}
