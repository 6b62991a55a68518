import type { Context } from '../context.js';
import type { StatementDeclaration } from '../statements.js';
import { deliverAhead } from './deliver-ahead.js';
import type { StatedPage, StatedRange } from './protocol.js';

/** Walks a statement and hands its pages over, a few ahead of what has been written. */
export async function readStatement(
  statement: StatementDeclaration,
  ctx: Context & { api: unknown },
  range: StatedRange,
  exchanges: number[],
  deliver: (page: StatedPage) => Promise<void>,
): Promise<void> {
  const { seq: first, ...wanted } = range;
  await deliverAhead(statement.read({ ...ctx, ...wanted }), ctx.signal, (page, at) => {
    if (!Array.isArray(page.rows)) throw new Error('The app answered something else where a statement was expected.');
    const { rows, bookmark, total } = page;
    return deliver({ seq: first + at, rows, bookmark, total, exchanges: exchanges.splice(0) });
  });
}
