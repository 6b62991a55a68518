import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { wordsOf } from '../transactions/earlier/words.js';
import { chunks, groupBy } from '../transactions/group.js';
import type { Row } from './compare/finding.js';
import { leftInParts, type Unit, unitOf, unitsOf } from './compare/unit.js';
import { matchKey } from './match-key.js';
import type { Ours } from './our-side.js';
import { HERE, type ReportKey, StatementRows, THERE } from './statement-rows.store.js';

/** A document that only the app has, with texts that may name one of ours. */
type Stranger = Row & { says: string };

const CHUNK = 1000;
/** So many strangers are no few that somebody entered by hand. */
const AT_MOST = 20_000;

/**
 * What somebody entered in the app by hand, under a number of the app's own, and names our document beside it: the same document
 * once more, where it comes to the same. Whatever else names an order (its freight, a deposit) is another document.
 */
@Injectable()
export class Namesakes {
  constructor(
    private readonly database: Database,
    private readonly rows: StatementRows,
  ) {}

  /** Whether there were any: then both sides are to be compared once more. */
  async bringTogether(run: RunInProgress, ours: Ours, tolerance: number): Promise<boolean> {
    const named = groupBy(namesIn(await this.strangers(ours.report), ours.prefixes), ({ key }) => key);
    const keys = new Map<Stranger, string[]>();
    for (const some of chunks([...named], CHUNK)) {
      run.signal.throwIfAborted();
      const here = await this.here(
        ours.report,
        some.map(([key]) => key),
      );
      for (const [key, naming] of some) {
        const theirs = naming.map(({ stranger }) => stranger);
        for (const same of sameAs(here.get(key) ?? [], theirs, tolerance)) {
          keys.set(same, [...(keys.get(same) ?? []), key]);
        }
      }
    }
    // One that may be either of two is left alone.
    const found = [...keys].filter(([, of]) => of.length === 1);
    for (const [stranger, [key]] of found) await this.rows.rekeyOne(ours.report, THERE, stranger, key!);
    return found.length > 0;
  }

  private strangers({ storeId, reportId }: ReportKey): Promise<Stranger[]> {
    return this.database.query<Stranger>(
      `select t.match_key, t.face, t.entry, t.says from differences d join statement_rows t on t.store_id = d.store_id
         and t.report_id = d.report_id and t.side = ? and t.entry = d.there
       where d.store_id = ? and d.report_id = ? and d.cause = 'only-there' and t.says is not null limit ?`,
      [THERE, storeId, reportId, AT_MOST],
    );
  }

  private async here({ storeId, reportId }: ReportKey, keys: string[]): Promise<Map<string, Row[]>> {
    const rows = await this.database.query<Row>(
      `select match_key, face, entry from statement_rows
       where store_id = ? and report_id = ? and side = ? and match_key in (?) order by match_key, face, entry`,
      [storeId, reportId, HERE, keys],
    );
    return groupBy(rows, ({ match_key }) => match_key);
  }
}

/** Each number that may be named, as a whole text or a word of it: 'INV 00012', or 'Web order N1 / Ada'. */
function namesIn(strangers: Stranger[], prefixes: string[]): { key: string; stranger: Stranger }[] {
  return strangers.flatMap((stranger) => {
    const texts = stranger.says.split('\n');
    const words = [...wordsOf(texts)].flatMap(([word, { whole }]) => (whole ? [word] : []));
    const keys = new Set([...texts, ...words].map((text) => matchKey(text, prefixes)));
    return [...keys].filter((key) => key !== '' && key !== stranger.match_key).map((key) => ({ key, stranger }));
  });
}

/** Those that come to what one of ours does. None, where one of them takes it back: then another stands in its place, as it should. */
function sameAs(here: Row[], strangers: Stranger[], tolerance: number): Stranger[] {
  const units = unitsOf(here);
  // What left in parts is compared as the sum of all that goes by its number: a further one would only blur it.
  if (units.some(leftInParts)) return [];
  const comesTo = (stranger: Stranger, factor: 1 | -1) => {
    const { currency, amount } = unitOf([stranger]);
    const isSame = (unit: Unit) =>
      unit.currency === currency && Math.abs(unit.amount - factor * amount) <= tolerance && amount !== 0;
    return units.some((unit) => isSame(unit) && !UNSETTLED.has(unit.standing));
  };
  if (strangers.some((stranger) => comesTo(stranger, -1))) return [];
  return strangers.filter((stranger) => comesTo(stranger, 1));
}

/** On its way, of which nobody knows yet whether it arrives; and cancelled, which is worth nothing. */
const UNSETTLED = new Set(['s', 'C', 'c']);
