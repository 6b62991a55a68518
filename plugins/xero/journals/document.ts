import { type BuildContext, type Document, money, notDue } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { type CostJournal, debitsOf, entriesOf, type Goods } from './journal.js';

/** What is written ahead. It is compared with the store's own sum after it was written. */
export function journalOf(
  reference: string,
  { date, narration, goods }: Omit<CostJournal, 'status'>,
  ctx: Pick<BuildContext, 'answers' | 'advanced' | 'store'>,
): Document<CostJournal> {
  const { journals } = settingsOf(ctx);
  const payload = { date, narration, status: journals.status, goods };
  const amount = money.shown(debitsOf(entriesOf(goods)), ctx.store.currency);
  return { reference, payload, steps: ['post', 'verify'], summary: `${amount}: ${narration}` };
}

/** Joins the others of its day, where the merchant wants that. */
export function onItsDay(journal: Document<CostJournal>, ctx: BuildContext): Document<CostJournal> {
  return settingsOf(ctx).journals.per === 'day' ? { ...journal, batchKey: journal.payload.date } : journal;
}

/** One journal of a day. */
export const mergeJournals =
  (reference: (date: string, ctx: BuildContext) => string, what: string) =>
  (documents: Document<CostJournal>[], ctx: BuildContext): Document<CostJournal> => {
    const journals = documents.map(({ payload }) => payload);
    const { date } = journals[0]!;
    const narration = `${what} of ${date} (${journals.length})`;
    return journalOf(reference(date, ctx), { date, narration, goods: journals.flatMap(({ goods }) => goods) }, ctx);
  };

export function orNothing(goods: Goods[], why: string): Goods[] {
  const some = goods.filter(({ cost, quantity }) => !money.isZero(cost) && !money.isZero(quantity));
  return some.length > 0 ? some : notDue(why);
}
