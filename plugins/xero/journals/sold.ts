import {
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type ParentRef,
  type RecordBody,
  type RecordRef,
  type UsesContext,
} from 'patchbay/sdk';
import { trackingOf, trackingRefs } from '../sales/tracking.js';
import { type Settings, settingsOf } from '../settings.js';
import { journalOf, mergeJournals, onItsDay, orNothing } from './document.js';
import type { CostJournal, Goods } from './journal.js';

type Invoice = RecordBody<'invoice'>;
type Line = NonNullable<Invoice['lines']>[number];

export const soldRefs = ({ body }: HubRecord<'invoice'>, ctx: UsesContext): RecordRef[] => [
  ...[...new Set((body.lines ?? []).map(({ sku }) => sku))].map((key): RecordRef => ({ type: 'product', key })),
  ...trackingRefs(body.channel, ctx),
];

/** The cost of a sale goes behind its revenue. */
export const soldParents = ({ body }: HubRecord<'invoice'>): ParentRef[] => [
  { task: 'export-invoices', key: body.number },
];

/** What an order cost, once it has left; or why nobody books it here. */
export function buildSold({ body }: HubRecord<'invoice'>, ctx: BuildContext): Document<CostJournal> {
  const settings = settingsOf(ctx);
  checkDue(body, settings, ctx);
  const goods = orNothing(goodsOf(body, settings, ctx), 'Nothing on it is kept in stock.');
  const date = body.date ?? needsPerson('The order has no invoice date.');
  const reference = ctx.shipped[0]?.reference ?? `COGS-${settings.invoicePrefix}${body.number}`;
  return onItsDay(journalOf(reference, { date, narration: `Cost of goods sold: ${body.number}`, goods }, ctx), ctx);
}

export const mergeSold = mergeJournals(
  (date, ctx) => `COGS-${settingsOf(ctx).invoicePrefix}${date}`,
  'Cost of goods sold',
);

/** Only that it was cancelled takes back what has left: a setting that was changed doesn't. */
function checkDue({ status, number }: Invoice, { costOwner }: Settings, { shipped, parents }: BuildContext): void {
  if (status === 'cancelled') notDue('It was cancelled.');
  if (shipped.length > 0) return;
  if (costOwner === 'stock-system') notDue('Your stock system posts the cost of goods to Xero.');
  if (costOwner === 'nobody') notDue('By the workflow that you chose, the cost of goods is posted by nobody.');
  if (status !== 'dispatched') notDue('Not all of it is dispatched yet.');
  const invoice = parents.get('export-invoices', number);
  if (invoice?.state !== 'exported') notDue(`Its invoice was not sent from here. ${invoice?.because ?? ''}`.trim());
}

/** What left the shelf. Of a kit that is what it was made of. */
function goodsOf(invoice: Invoice, settings: Settings, ctx: BuildContext): Goods[] {
  const lines = (invoice.lines ?? []).filter(({ quantity }) => !money.isZero(quantity));
  const kits = new Set(lines.flatMap(({ kit }) => kit ?? []));
  const tracking = trackingOf(invoice.channel, ctx);
  const before = frozen(invoice, ctx);
  return lines
    .filter((line) => keepsStock(line, ctx) && (line.kit || !kits.has(line.sku)))
    .map((line): Goods => {
      const kit = line.kit ? lines.find(({ sku, kit: within }) => !within && sku === line.kit) : undefined;
      return {
        order: invoice.number,
        sku: line.sku,
        ...(kit && { kit: { sku: kit.sku, quantity: left(kit) } }),
        quantity: left(line),
        ...(before.get(line.sku) ?? { ...worth(line, isGift(kit ?? line), settings, ctx), tracking }),
      };
    });
}

const left = ({ dispatched, quantity }: Line): string =>
  dispatched && !money.isZero(dispatched) ? dispatched : quantity;

function keepsStock({ sku }: Line, { related, ...ctx }: BuildContext): boolean {
  const product = related.get('product', sku)?.body;
  return !product?.untracked && !product?.voucher && !settingsOf(ctx).vouchers(sku);
}

/** What was booked once keeps its price and its accounts: a product that costs more today cost less then. */
function frozen({ number }: Invoice, { shipped }: BuildContext) {
  const goods = shipped
    .flatMap(({ payload }) => (payload as CostJournal).goods)
    .filter(({ order }) => order === number);
  return new Map(goods.map(({ sku, cost, debit, credit, tracking }) => [sku, { cost, debit, credit, tracking }]));
}

/** Of a kit the price stands on the kit. */
const isGift = ({ unitPrice }: Line): boolean => money.isZero(unitPrice);

function worth({ sku, cost }: Line, gift: boolean, { accounts }: Settings, { related, maps }: BuildContext) {
  const { purchasePrice, cogsAccount, assetAccount } = related.get('product', sku)?.body ?? {};
  const own = (map: string, code: string | null | undefined) => (code ? maps.toApp(map, code) : undefined);
  // The store keeps no price of zero apart from none: what is given away, and was never said to cost anything, cost nothing.
  const unpriced = () =>
    gift ? '0' : needsPerson(`${sku} has no purchase price. Give it one in the store, then try again.`);
  return {
    cost: cost ?? purchasePrice ?? unpriced(),
    debit: own('cost-accounts', cogsAccount) ?? accounts.costs ?? choose('cost of goods'),
    credit: own('stock-accounts', assetAccount) ?? accounts.stock ?? choose('stock'),
  };
}

const choose = (what: string) => needsPerson(`Choose the ${what} account in the step “Configure”.`);
