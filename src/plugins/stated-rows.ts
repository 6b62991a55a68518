import { isObject, type Problem, problemsOf, statementRowOutline } from '../sdk/checking/index.js';
import type { StatedPage, StatedRow } from '../sdk/runtime/index.js';

const MANY = 10;
const LONGEST = 300;

/** A page of a statement whose every row can be worked with: one that makes no sense says so, and is no reason to believe none. */
export function readableRows(plugin: string, page: StatedPage): StatedPage {
  const problems = page.rows.map((row) => problemsOf(statementRowOutline, row));
  const isSound = problems.map((some) => some.length === 0);
  // Where none of many makes sense, it isn't the app that says so.
  if (page.rows.length >= MANY && !isSound.includes(true)) {
    const [{ field, problem }] = problems[0] as [Problem];
    throw new Error(`${plugin}: the statement (rows[0]${field && `.${field}`}) ${problem}`);
  }
  if (!isSound.includes(false)) return page;
  const rows = page.rows.map((row, at) => (isSound[at] ? row : halfRead(row, problems[at]!, `${page.seq}-${at}`)));
  return { ...page, rows };
}

/** What can be read of it. */
function halfRead(row: unknown, problems: Problem[], place: string): StatedRow {
  const odd = new Set(problems.map(({ field }) => field.split(/[.[]/)[0]));
  const given = isObject(row) ? row : {};
  const said = Object.fromEntries(Object.entries(given).filter(([name]) => !odd.has(name))) as Partial<StatedRow>;
  return {
    ...said,
    remoteId: said.remoteId ?? `unnamed-${place}`,
    date: said.date ?? '',
    amount: '0',
    tax: undefined,
    parts: undefined,
    currency: said.currency ?? '',
    status: said.status ?? 'open',
    unreadable: problems
      .map(({ field, problem }) => `${field || 'the row'} ${problem}`)
      .join('; ')
      .slice(0, LONGEST),
  };
}
