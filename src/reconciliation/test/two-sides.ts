import type { Agreed, Finding, Row, Rules } from '../compare/finding.js';
import { merge } from '../compare/merge.js';
import { writeFace } from '../face.js';

export const RULES: Rules = { tolerance: 100, days: 1, from: '2026-11-01', to: '2026-11-30' };

interface Given {
  amount?: string;
  date?: string;
  currency?: string;
  standing?: Parameters<typeof writeFace>[0]['standing'];
  /** The id in the app. */
  id?: string;
}

let entries = 0;
const row = (
  key: string,
  { amount = '10.00', date = '2026-11-20', currency = 'AUD', standing = 'a', id }: Given,
): Row => ({
  match_key: key,
  face: writeFace({ amount, date, currency, standing, remoteId: id }),
  entry: ++entries,
});
export const here = (key: string, given: Given = {}) => row(key, given);
export const there = (key: string, given: Given = {}) => row(key, { id: `id-${key}`, ...given });

/** What comes of walking both sides at once. */
export async function compare(ours: Row[], theirs: Row[], rules = RULES, page = 3) {
  const found: Finding[] = [];
  const agreed: (Agreed & { count: number })[] = [];
  await merge(pages(ours, page), pages(theirs, page), rules, {
    found: (finding) => found.push(finding),
    agreed: (sum, count) => agreed.push({ ...sum, count }),
    breathe: async () => undefined,
  });
  return { found, agreed, causes: found.map(({ cause }) => cause) };
}

/** As the database gives them: in order, all rows of a key in one page. */
async function* pages(rows: Row[], size: number): AsyncGenerator<string, void> {
  const sorted = rows.toSorted((a, b) => order(a.match_key, b.match_key) || order(a.face, b.face));
  let page: Row[] = [];
  for (const one of sorted) {
    if (page.length >= size && page.at(-1)!.match_key !== one.match_key) {
      yield textOf(page);
      page = [];
    }
    page.push(one);
  }
  if (page.length > 0) yield textOf(page);
}

const textOf = (page: Row[]) => page.map(({ match_key, face, entry: at }) => `${match_key} ${face} ${at}`).join('\n');

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
export const cents = (amount: number) => amount * 10_000;
