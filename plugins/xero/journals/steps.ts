import { type Found, money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { dayFor, dayFound, heldBack, type Posted, possibleDays, post } from '../locked.js';
import { markerOf } from '../marker.js';
import { lately, notAsSent } from '../sales/compare.js';
import { accountNamed } from '../sales/wire-invoice.js';
import type { ManualJournalRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import { type CostJournal, debitsOf, entriesOf } from './journal.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<CostJournal>;

/** The app has no number for a journal and takes the same one twice: what is there already is looked up, not written. */
export async function postJournals(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const foreign = await otherCurrency(ctx);
  if (foreign) return shipments.map(() => ({ needsPerson: foreign }));
  const there = await lookUp(shipments, ctx);
  const fresh = shipments.filter((shipment) => !there.has(shipment));
  const posted = await post<CostJournal, ManualJournalRow>(fresh, (some) => write(some, ctx), ctx);
  const results = new Map(posted.map((one) => [one.shipment, resultOf(one, ctx)]));
  return shipments.map((shipment) => results.get(shipment) ?? { exists: true });
}

/** A journal knows no currency but the organisation's own. */
async function otherCurrency({ api, store }: Context): Promise<string | undefined> {
  const { BaseCurrency: base } = await api.setUp.organisation();
  if (!base || base === store.currency) return undefined;
  return `Purchase prices are in ${store.currency}, but journals of this organisation are in ${base}. Choose a workflow in which the cost of goods is posted by nobody, and enter it by hand.`;
}

function write(some: { shipment: Sent; date: string }[], ctx: Context) {
  const purpose = `Post ${some.length} ${some.length === 1 ? 'journal' : 'journals'}`;
  const bodies = some.map(({ shipment, date }) => wireJournal(shipment, date, ctx));
  return ctx.api.manualJournals.create(bodies, { purpose, key: some.map(({ shipment }) => shipment.key) });
}

function wireJournal({ payload, reference }: Sent, date: string, { store }: Context) {
  const { narration, status, goods } = payload;
  return {
    Narration: `${narration} ${markIn(reference)}`,
    Date: date,
    Status: status,
    LineAmountTypes: 'NoTax',
    Url: markerOf(store, reference),
    JournalLines: entriesOf(goods).map(({ account, amount, tracking }) => ({
      LineAmount: Number(amount),
      ...accountNamed(account),
      Description: narration,
      ...(tracking.length > 0 && {
        Tracking: tracking.map(({ category, option }) => ({ Name: category, Option: option })),
      }),
    })),
  };
}

const markIn = (reference: string): string => `[${reference}]`;

function resultOf(one: Posted<CostJournal, ManualJournalRow>, ctx: Context): StepResult {
  const { said, shipment } = one;
  if ('wrongs' in said) return heldBack(one) ?? { rejected: inWords(said.wrongs) };
  const data: Written = { ...writtenOf(said.row), warning: inWords(said.warnings), at: ctx.now() };
  const { ManualJournalID: remoteId } = said.row;
  return { done: true, remoteId, number: shipment.reference, data, ...dayFor(one.date, shipment) };
}

interface Written {
  debits: string;
  status: string;
  warning?: string;
  at?: number;
}

const writtenOf = ({ JournalLines: lines = [], Status: status = '' }: ManualJournalRow): Written => ({
  debits: debitsOf(lines.map(({ LineAmount: amount = 0 }) => ({ amount: String(amount) }))),
  status,
});

/** Each journal is compared with what the goods cost after it was written: one that differs is a failure, whatever the app said. */
export async function verifyJournals(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) results.push(compare(shipment, await writtenBy(shipment, ctx), ctx));
  return results;
}

async function writtenBy({ done }: Sent, { api, now }: Context): Promise<Written | undefined> {
  const said = lately(done.post?.data as Written | undefined, now());
  if (said) return said;
  const row = await api.manualJournals.one(done.post?.remoteId ?? '');
  return row && writtenOf(row);
}

function compare({ payload, reference, done }: Sent, written: Written | undefined, { store }: Context): StepResult {
  if (!written || GONE.has(written.status))
    return { needsPerson: `${reference} was deleted or voided in Xero. Enter it there anew, or mark it as expected.` };
  if (written.warning) return { needsPerson: notAsSent(reference, written.warning) };
  const ours = debitsOf(entriesOf(payload.goods));
  if (money.compare(written.debits, ours) === 0) return { done: true, remoteId: done.post?.remoteId };
  return {
    needsPerson: `${reference} comes to ${money.shown(written.debits, store.currency)} in Xero, but the goods cost ${money.shown(ours, store.currency)}. Mend it in Xero, then try again.`,
  };
}

const GONE = new Set(['DELETED', 'VOIDED', 'ARCHIVED']);

/** Which of these are in the app: told by our mark among the journals of their days. */
export async function findJournals(shipments: Sent[], ctx: Context): Promise<(Found | undefined)[]> {
  const there = await lookUp(shipments, ctx);
  return shipments.map((shipment) => {
    const row = there.get(shipment);
    if (!row) return undefined;
    const { ManualJournalID: remoteId, Date: date } = row;
    return { remoteId, number: shipment.reference, steps: ['post'], ...dayFound(date, shipment, ctx) };
  });
}

async function lookUp(shipments: Sent[], ctx: Context): Promise<Map<Sent, ManualJournalRow>> {
  const rows: ManualJournalRow[] = [];
  for (const day of await possibleDays(shipments, ctx)) rows.push(...(await ctx.api.manualJournals.onDay(day)));
  return new Map(
    shipments.flatMap((shipment) => {
      const row = rows.find((one) => isThisOne(one, shipment, ctx));
      return row ? [[shipment, row] as const] : [];
    }),
  );
}

/** The link is this store's alone; where somebody took it off, what it says of itself tells as well. */
function isThisOne({ Url, Narration }: ManualJournalRow, { reference }: Sent, { store }: Context): boolean {
  return Url ? Url === markerOf(store, reference) : (Narration ?? '').endsWith(markIn(reference));
}
