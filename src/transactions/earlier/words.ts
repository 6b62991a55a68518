import { hash } from 'node:crypto';
import { money, type StatementRow } from '../../sdk/index.js';

/** A text that somebody wrote holds few words that matter, however long it is. */
const WORDS_AT_MOST = 60;
const LETTERS_AT_MOST = 50;

/** What may be the number of a record in the texts of a document: 'Web order WEB-N1' names WEB-N1, and maybe N1. */
export function wordsOf(says: string[]): Map<string, { whole: boolean }> {
  const words = new Map<string, { whole: boolean }>();
  const note = (word: string, whole: boolean) => {
    if (word.length === 0 || word.length > LETTERS_AT_MOST || words.size >= WORDS_AT_MOST) return;
    if (whole || !words.has(word)) words.set(word, { whole });
  };
  const whole = says.flatMap((text) => text.split(/[^\p{L}\p{N}_-]+/u));
  for (const word of whole) note(word, true);
  for (const word of whole) for (const part of word.split(/[_-]/)) note(part, false);
  return words;
}

type Goods = NonNullable<StatementRow['goods']>;

/** The same for two documents that hold the same goods, however these are spread over lines. Null: none are known. */
export function goodsOf(goods: Goods): Buffer | null {
  const sums = new Map<string, string>();
  for (const { sku, quantity } of goods) {
    if (!money.isDecimal(quantity)) return null;
    sums.set(sku, money.add(sums.get(sku) ?? 0, quantity));
  }
  const held = [...sums].filter(([, quantity]) => !money.isZero(quantity)).sort();
  return held.length === 0 ? null : Buffer.from(hash('sha256', JSON.stringify(held)).slice(0, 32), 'hex');
}

interface Line {
  sku?: string | null;
  quantity?: string | null;
  kit?: string | null;
}

/** Of a record: kits as they were sold, and as what is in them. Another tool may have sent either. */
export function goodsInRecord(body: Record<string, unknown>): Buffer[] {
  const lines = (Array.isArray(body.lines) ? (body.lines as Line[]) : []).flatMap(({ sku, quantity, kit }) =>
    sku && quantity ? [{ sku, quantity, kit }] : [],
  );
  const opened = new Set(lines.flatMap(({ kit }) => kit ?? []));
  const ways = [lines.filter(({ kit }) => !kit), lines.filter(({ sku, kit }) => kit || !opened.has(sku))];
  const digests = ways.flatMap((way) => goodsOf(way) ?? []);
  return digests.length === 2 && digests[0]!.equals(digests[1]!) ? digests.slice(1) : digests;
}
