import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { money } from '../../sdk/index.js';
import { groupBy } from '../../transactions/group.js';
import { within } from '../compare/unit.js';
import { amountOf, currencyOf, dateOf, standingOf, written } from '../face.js';
import type { Report } from '../reports.js';
import { HERE, type Side, THERE } from '../statement-rows.store.js';
import { type Difference, Differences } from './differences.service.js';
import type { ShownSide } from './shown-difference.js';

interface Line {
  side: Side;
  entry: number;
  match_key: string;
  face: string;
  task: string | null;
  number: string | null;
  contact: string | null;
  url: string | null;
}

/** Two that agree. */
export interface MatchedPair {
  key: string;
  here: ShownSide;
  there: ShownSide;
  currency: string;
}

export interface EverythingPage {
  rows: ({ matched: MatchedPair } | { difference: Difference })[];
  /** Behind which the next page begins. */
  last?: string;
}

/** A report with what matched as well, in the order of its references. What matched is stored nowhere: it is what both sides hold. */
@Injectable()
export class Everything {
  constructor(
    private readonly database: Database,
    private readonly differences: Differences,
  ) {}

  async page(report: Report, limit: number, after = ''): Promise<EverythingPage> {
    const keys = await this.keys(report, limit + 1, after);
    const shown = keys.slice(0, limit);
    if (shown.length === 0) return { rows: [] };
    const lines = await this.lines(report, shown);
    const found = await this.found(report, lines);
    const byKey = groupBy(lines, ({ match_key }) => match_key);
    const told = new Set<number>();
    const rows = shown.flatMap((key): EverythingPage['rows'] => {
      const all = byKey.get(key)!;
      const differing = found.filter((one) => all.some((line) => isOf(one, line)) && !told.has(one.id));
      for (const { id } of differing) told.add(id);
      const pair = matchedOf(
        report,
        key,
        all.filter((line) => !found.some((one) => isOf(one, line))),
      );
      return [...(pair ? [{ matched: pair }] : []), ...differing.map((difference) => ({ difference }))];
    });
    return { rows, last: keys.length > limit ? shown.at(-1) : undefined };
  }

  async *all(report: Report, size: number): AsyncGenerator<EverythingPage['rows']> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: EverythingPage = await this.page(report, size, after);
      if (page.rows.length > 0) yield page.rows;
      after = page.last;
    }
  }

  private async keys({ storeId, id }: Report, limit: number, after: string): Promise<string[]> {
    const sides = await Promise.all(
      [HERE, THERE].map((side) =>
        this.database.query<{ match_key: string }>(
          `select distinct match_key from statement_rows force index (by_key)
           where store_id = ? and report_id = ? and side = ? and match_key > ? order by match_key limit ?`,
          [storeId, id, side, after, limit],
        ),
      ),
    );
    const all = new Set(sides.flat().map(({ match_key }) => match_key));
    return [...all].sort((a, b) => (a < b ? -1 : 1)).slice(0, limit);
  }

  private lines({ storeId, id }: Report, keys: string[]): Promise<Line[]> {
    return this.database.query<Line>(
      `select side, entry, match_key, face, task, number, contact, url from statement_rows
       where store_id = ? and report_id = ? and side in (0, 1) and match_key in (?) order by match_key, side, entry`,
      [storeId, id, keys],
    );
  }

  private async found(report: Report, lines: Line[]): Promise<Difference[]> {
    const { storeId, id } = report;
    const of = (side: Side) => [0, ...lines.filter((line) => line.side === side).map(({ entry }) => entry)];
    const rows = await this.database.query<{ id: number }>(
      `select id from differences where store_id = ? and report_id = ? and here in (?)
       union select id from differences where store_id = ? and report_id = ? and there in (?)`,
      [storeId, id, of(HERE), storeId, id, of(THERE)],
    );
    return this.differences.those(
      report,
      rows.map((row) => row.id),
    );
  }
}

/** A duplicate is the one too many there alone: the one that was sent has its own standing, and may well have matched. */
function isOf({ cause, entry_here, entry_there, members }: Difference, { side, entry }: Line): boolean {
  if (side === HERE && cause === 'duplicate') return false;
  return (side === HERE ? [entry_here, ...(members?.[0] ?? [])] : [entry_there, ...(members?.[1] ?? [])]).includes(
    entry,
  );
}

/** What is left of a key when its differences are taken away, if it stands on both sides and is this report's business. */
function matchedOf({ installationId, from, to }: Report, key: string, lines: Line[]): MatchedPair | undefined {
  const ours = lines.filter(({ side }) => side === HERE);
  const theirs = lines.filter(({ side, face }) => side === THERE && standingOf(face) === 'a');
  const [first, other] = [ours[0], theirs[0]];
  if (!first || !other) return undefined;
  if (![first, other].some(({ face }) => within(dateOf(face), { from, to }))) return undefined;
  const side = (some: Line[]): ShownSide => ({
    number: some[0]!.number ?? key,
    date: dateOf(some[0]!.face),
    amount: money.add(...some.map(({ face }) => written(amountOf(face)))),
    contact: some[0]!.contact ?? undefined,
    parts: some.length > 1 ? some.length : undefined,
  });
  const record = Math.floor(first.entry / 16);
  return {
    key,
    here: { ...side(ours), href: `/logs/exports/${installationId}/${first.task}/${record}` },
    there: { ...side(theirs), href: other.url ?? undefined, outside: true },
    currency: currencyOf(first.face),
  };
}
