import { Injectable } from '@nestjs/common';
import { Database, type SqlParameter } from '../../database/database.js';
import { chunks } from '../../transactions/group.js';
import { type Cause, severityOf } from '../causes.js';
import { amountOf, written } from '../face.js';
import { HERE, type ReportKey, type Side, THERE } from '../statement-rows.store.js';
import type { Rules } from './finding.js';
import { compareUnits, unitOf } from './unit.js';

interface Left {
  id: number;
  link: number;
  entry: number;
}

interface Pair {
  here: Left & { amount_here: string };
  there: Left;
}

/** So many are held at a time; an index over links would cost every finding more than this walk costs the few. */
const HELD = 250_000;
const BATCH = 1000;

/** What was sent and is found under another number than it left under: its link tells that it is the same. */
@Injectable()
export class Links {
  constructor(private readonly database: Database) {}

  async pair(report: ReportKey, rules: Rules, signal: AbortSignal): Promise<void> {
    for (let after = 0; ; ) {
      const there = await this.left<Left>(report, THERE, after, HELD);
      if (there.length === 0) return;
      after = there.at(-1)!.id;
      const byLink = new Map(there.map((one) => [one.link, one]));
      await this.walkHere(report, rules, byLink, signal);
      if (there.length < HELD) return;
    }
  }

  private async walkHere(report: ReportKey, rules: Rules, byLink: Map<number, Left>, signal: AbortSignal) {
    for (let after = 0; ; ) {
      signal.throwIfAborted();
      const here = await this.left<Pair['here']>(report, HERE, after, BATCH * 10);
      if (here.length === 0) return;
      after = here.at(-1)!.id;
      const pairs = here.flatMap((one) => {
        const there = byLink.get(one.link);
        byLink.delete(one.link);
        return there ? [{ here: one, there }] : [];
      });
      for (const some of chunks(pairs, BATCH)) {
        signal.throwIfAborted();
        await this.write(report, rules, some);
      }
    }
  }

  /** What is left alone on one side and has a link. */
  private left<Row>({ storeId, reportId }: ReportKey, side: Side, after: number, limit: number): Promise<Row[]> {
    const [entry, other] = side === HERE ? ['here', 'there'] : ['there', 'here'];
    return this.database.query<Row>(
      `select id, link, ${entry} entry, amount_here from differences force index (primary)
       where store_id = ? and report_id = ? and id > ? and ${other} is null and link is not null order by id limit ?`,
      [storeId, reportId, after, limit],
    );
  }

  private async write(report: ReportKey, rules: Rules, pairs: Pair[]): Promise<void> {
    const { storeId, reportId } = report;
    const ours = await this.rowsOf(
      report,
      HERE,
      pairs.map(({ here }) => here.entry),
    );
    const theirs = await this.rowsOf(
      report,
      THERE,
      pairs.map(({ there }) => there.entry),
    );
    const same = pairs.flatMap(({ here, there }) => {
      const [mine, other] = [ours.get(here.entry)!, theirs.get(there.entry)!];
      // Of one link, yet not of one id: chance.
      if (mine.remote_id !== other.remote_id) return [];
      return [{ here, there, other, cause: causeOf(mine.face, other.face, here.amount_here, rules) }];
    });
    if (same.length === 0) return;
    const ids = same.map(({ here }) => here.id);
    const each = (values: (string | number | null)[]): SqlParameter[] => [ids, values];
    await this.database.transaction(async (tx) => {
      await tx.run(
        `update differences set cause = elt(field(id, ?), ?), severity = elt(field(id, ?), ?), there = elt(field(id, ?), ?),
           amount_there = elt(field(id, ?), ?), link = null, suggested = null
         where store_id = ? and report_id = ? and id in (?)`,
        [
          ...each(same.map(({ cause }) => cause)),
          ...each(same.map(({ cause }) => severityOf(cause))),
          ...each(same.map(({ there }) => there.entry)),
          ...each(same.map(({ other, cause }) => (cause === 'unreadable' ? null : written(amountOf(other.face))))),
          storeId,
          reportId,
          ids,
        ],
      );
      await tx.run('delete from differences where store_id = ? and report_id = ? and id in (?)', [
        storeId,
        reportId,
        same.map(({ there }) => there.id),
      ]);
    });
  }

  private async rowsOf({ storeId, reportId }: ReportKey, side: Side, entries: number[]) {
    const rows = await this.database.query<{ entry: number; face: string; remote_id: string }>(
      'select entry, face, remote_id from statement_rows where store_id = ? and report_id = ? and side = ? and entry in (?)',
      [storeId, reportId, side, entries],
    );
    return new Map(rows.map((row) => [row.entry, row]));
  }
}

/** If nothing but its number differs, then that. */
function causeOf(faceHere: string, faceThere: string, amountHere: string, rules: Rules): Cause {
  const here = unitOf([{ match_key: '', face: faceHere, entry: 0 }]);
  const there = unitOf([{ match_key: '', face: faceThere, entry: 0 }]);
  const amount = Math.round(Number(amountHere) * 10_000);
  const said = compareUnits({ ...here, amount }, there, rules);
  return said && 'cause' in said ? said.cause : 'copy-changed';
}
