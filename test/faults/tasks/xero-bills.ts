import xero from '../../../plugins/xero/plugin.js';
import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import type { Ending, ExportCase, Planted, Verdict } from '../export-case.js';
import { billOf, drawPurchase, editedPurchase, type Purchase, SUPPLIERS, totalOf } from '../xero/purchase.js';
import { answersOf, imported, MAPS, openTwin } from '../xero/shop.js';

const NUMBERS = Array.from({ length: 8 }, (_, n) => `PO-${1001 + n}`);
const BUYING = {
  purchaseAccount: '425',
  purchaseTaxedCode: 'INPUT',
  purchaseUntaxedCode: 'EXEMPTEXPENSES',
  stockAccount: '631',
};

/** Purchase orders as bills, whose numbers the app takes twice, beside somebody else's bills of the same numbers. */
export const xeroBills: ExportCase = {
  name: 'xero/export-bills',
  plugin: xero,
  task: 'export-bills',
  tasks: ['export-suppliers', 'export-bills'],
  mayEndWithPeople: /not found in the app/,
  seeds: 100,
  answers: (chance) => ({
    ...answersOf(openTwin(() => 0)),
    ...BUYING,
    workflow: chance.pick(['alone', 'alone-with-cost']),
  }),
  advanced: (chance) => ({
    billsWhen: chance.pick(['both', 'sent', 'received']),
    billStatus: chance.pick(['DRAFT', 'DRAFT', 'AUTHORISED']),
  }),
  maps: {
    ...MAPS,
    'purchase-taxes': [
      ['GST', 'INPUT'],
      ['FREE', 'EXEMPTEXPENSES'],
    ],
  },
  sandbox: openTwinOfOthers,
  surroundings: async () => [
    ...(await imported()),
    ...SUPPLIERS.map((body): Planted => ({ type: 'supplier', body })),
    ...['FERN', 'POT'].map((sku): Planted => ({ type: 'product', body: { sku } })),
  ],
  records: (chance) =>
    NUMBERS.slice(0, chance.between(3, 8)).map((number) => ({
      type: 'purchase-order' as const,
      body: { ...drawPurchase(chance, number) },
    })),
  edit: (chance, body) => ({ ...editedPurchase(chance, body as unknown as Purchase) }),
  verify: judge,
};

/** Somebody else has entered bills of the same numbers, one with the link of another store. */
function openTwinOfOthers(now: () => number): XeroSandbox {
  const twin = openTwin(now);
  for (const [at, number] of NUMBERS.slice(0, 2).entries()) {
    twin.addInvoice({
      Type: 'ACCPAY',
      InvoiceNumber: number,
      Date: '2026-11-19',
      Contact: { Name: 'Somebody else' },
      LineItems: [{ Description: 'Twine', Quantity: 1, UnitAmount: 3, AccountCode: '425' }],
      ...(at === 0 && { Url: `https://hub.example/logs/exports?store=0&text=${number}` }),
    });
  }
  return twin;
}

interface Held {
  Type: string;
  Url?: string;
  Status: string;
  Total: number;
  Contact: { ContactNumber?: string };
}

/** Each purchase order is one bill, or none where it is not due, and comes to what was bought of its supplier. */
function judge(ending: Ending): Verdict {
  const twin = ending.sandbox as XeroSandbox;
  const bills = (twin.documents('Invoices') as unknown as Held[]).filter(({ Type }) => Type === 'ACCPAY');
  const live = bills.filter(({ Status }) => Status !== 'DELETED' && Status !== 'VOIDED');
  const people = (twin.documents('Contacts') as { ContactNumber?: string }[])
    .flatMap(({ ContactNumber: number }) => number ?? [])
    .filter((number) => number.startsWith('supplier-'));
  const verdict: Verdict = { lost: [], doubled: people.filter((one, at) => people.indexOf(one) !== at), wrong: [] };
  const ours = live.filter(({ Url: url }) => url?.includes(`store=${ending.storeId}&`));
  for (const record of ending.records) {
    const found = ours.filter(({ Url: url }) => url!.endsWith(`text=${record.body.number}`));
    judgeOne(record, found, ending, verdict);
  }
  if (live.length - ours.length !== 2) verdict.wrong.push('Bills of somebody else were touched');
  return verdict;
}

function judgeOne({ body, earlier = [] }: Planted, found: Held[], ending: Ending, verdict: Verdict): void {
  const { answers, advanced, log } = ending;
  const wanted = (one: unknown) => billOf(one as Purchase, String(answers.startDate), String(advanced.billsWhen));
  const { number, supplier } = body;
  const state = log.get(String(number));
  const is = `${number} (${state})`;
  const withPerson = state === 'needs-person' || (state === 'changed' && earlier.length > 0);
  if (found.length > 1) verdict.doubled.push(is);
  const [bill] = found;
  const due = wanted(body);
  if (!bill) {
    if (due !== undefined && !withPerson) verdict.lost.push(is);
    return;
  }
  // What has left stays, and follows its order, whatever a setting says of when: only a cancelled order takes its bill along.
  const stays = body.status !== 'cancelled' && due === undefined;
  const follows = (one: unknown) =>
    stays && one === body ? totalOf(one as Purchase, String(advanced.billsWhen)) : undefined;
  const standings = withPerson || stays ? [...earlier, body] : [body];
  const totals = standings.flatMap((one) => wanted(one) ?? follows(one) ?? []);
  if (totals.length === 0) verdict.wrong.push(`${is} was not due`);
  else if (!totals.some((total) => money.compare(total, bill.Total) === 0))
    verdict.wrong.push(`${is} comes to ${bill.Total} instead of ${totals.join(' or ')}`);
  if (bill.Contact.ContactNumber !== `supplier-${supplier}`) verdict.wrong.push(`${is} went to another supplier`);
}
