import type { StatementContext, StatementPage, StatementRow } from 'patchbay/sdk';
import type { Place } from '../client/calls.js';
import type { XeroApi } from '../client.js';

type Context = StatementContext<XeroApi>;

/** One list of the app that a statement is made of. */
export interface StatedList<Row extends object> {
  noun: string;
  /** Which of its rows, besides those of the range. */
  where?: string;
  /** What it says of some of them; whatever is none of the statement's business is left out. */
  rows(rows: Row[], ctx: Context): StatementRow[] | Promise<StatementRow[]>;
}

interface StatementPlace extends Place {
  /** Which of the lists. */
  list: number;
}

/** All that is dated within the range, one list after the other. Goes on where it was interrupted. */
export async function* statedIn<Row extends object>(
  lists: StatedList<Row>[],
  ctx: Context,
): AsyncGenerator<StatementPage> {
  const from = ctx.bookmark as StatementPlace | undefined;
  const dated = `Date>=${wireDate(ctx.from)} AND Date<=${wireDate(ctx.to)}`;
  for (const [at, { noun, where, rows: state }] of lists.entries()) {
    if (at < (from?.list ?? 0)) continue;
    const query = { where: where ? `${where} AND ${dated}` : dated, order: 'Date ASC' };
    const place = at === from?.list ? from : undefined;
    for await (const { rows, bookmark } of ctx.api.calls.pages<Row>(noun, query, { place })) {
      yield { rows: await state(rows, ctx), bookmark: { ...bookmark, list: at } satisfies StatementPlace };
    }
  }
}

const wireDate = (day: string): string => `DateTime(${day.split('-').map(Number).join(',')})`;
