import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { chunks } from '../../transactions/group.js';
import type { ReportKey } from '../statement-rows.store.js';
import type { Rules } from './finding.js';
import { type Alone, likelyPairs } from './likely-pairs.js';

interface Left {
  id: number;
  entry: number;
  currency: string;
  amount: string;
  date: string;
}

/** With what tells two of one amount apart. */
type Named = Left & Alone;

/** So many on a side are no mistyped references: then a whole statement is missing, and guessing would only mislead. */
const AT_MOST = 20_000;
/** How far apart two may be dated and still be taken for one. */
const WINDOW = 7;
const BATCH = 1000;
const DAY = 86_400_000;
const UNSENT_OR_GONE = ['gone', 'rejected', 'never', 'pending', 'waiting'];

/** For what is left on both sides: which two may be one, by amount, day and whose it is. A person decides. */
@Injectable()
export class Suggestions {
  constructor(private readonly database: Database) {}

  /** False when so much is left over that it didn't look. */
  async write(report: ReportKey, rules: Rules, signal: AbortSignal): Promise<boolean> {
    const [here, there] = await Promise.all([
      this.left(report, 0, UNSENT_OR_GONE),
      this.left(report, 1, ['only-there']),
    ]);
    if (here.length > AT_MOST || there.length > AT_MOST) return false;
    // Most of what is left has nothing of its amount on the other side, and needs no looking up.
    const [ours, theirs] = await Promise.all([
      this.named(report, 0, ofAmountsIn(here, there)),
      this.named(report, 1, ofAmountsIn(there, here)),
    ]);
    const pairs = likelyPairs(ours, theirs, Math.max(WINDOW, rules.days ?? 0));
    for (const some of chunks(pairs, BATCH)) {
      signal.throwIfAborted();
      const [suggested, ids] = [some.map(([, { entry }]) => entry), some.map(([{ id }]) => id)];
      await this.database.run(
        `update differences set suggested = elt(field(id, ?), ?) where store_id = ? and report_id = ? and id in (?)`,
        [ids, suggested, report.storeId, report.reportId, ids],
      );
    }
    return true;
  }

  private left({ storeId, reportId }: ReportKey, side: 0 | 1, causes: string[]): Promise<Left[]> {
    const [entry, amount] = side === 0 ? ['here', 'amount_here'] : ['there', 'amount_there'];
    return this.database.query<Left>(
      `select id, ${entry} entry, currency, ${amount} amount, date from differences
       where store_id = ? and report_id = ? and cause in (?) and suggested is null limit ?`,
      [storeId, reportId, causes, AT_MOST + 1],
    );
  }

  private async named({ storeId, reportId }: ReportKey, side: 0 | 1, left: Left[]): Promise<Named[]> {
    if (left.length === 0) return [];
    const rows = await this.database.query<{ entry: number; contact: string | null; match_key: string }>(
      'select entry, contact, match_key from statement_rows where store_id = ? and report_id = ? and side = ? and entry in (?)',
      [storeId, reportId, side, left.map(({ entry }) => entry)],
    );
    const names = new Map(rows.map((row) => [row.entry, row]));
    return left.map((one) => {
      const { contact, match_key } = names.get(one.entry)!;
      return { ...one, money: moneyOf(one), key: match_key, name: nameOf(contact), day: Date.parse(one.date) / DAY };
    });
  }
}

const moneyOf = ({ currency, amount }: Left): string => `${currency} ${Number(amount)}`;

function ofAmountsIn(some: Left[], others: Left[]): Left[] {
  const amounts = new Set(others.map(moneyOf));
  return some.filter((one) => amounts.has(moneyOf(one)));
}

const nameOf = (contact: string | null): string => (contact ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
