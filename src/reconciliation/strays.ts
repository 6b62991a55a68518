import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { OurSide, type Ours } from './our-side.js';

const CHUNK = 500;
/** So many unknown ones are no few that were dated differently. */
const AT_MOST = 20_000;

/** What the app holds within the range and the store knows of, but dates outside it. */
@Injectable()
export class Strays {
  constructor(
    private readonly database: Database,
    private readonly ourSide: OurSide,
  ) {}

  /** Whether there were any: then both sides are to be compared once more. */
  async bringIn(run: RunInProgress, ours: Ours): Promise<boolean> {
    const { storeId, reportId } = ours.report;
    const unknown = await this.database.query<{ reference: string }>(
      `select r.reference from differences d join statement_rows r on r.store_id = d.store_id and r.report_id = d.report_id
         and r.side = 1 and r.entry = d.there
       where d.store_id = ? and d.report_id = ? and d.cause = 'only-there' and r.reference is not null limit ?`,
      [storeId, reportId, AT_MOST],
    );
    let found = 0;
    for (let from = 0; from < unknown.length; from += CHUNK) {
      run.signal.throwIfAborted();
      const references = unknown.slice(from, from + CHUNK).map(({ reference }) => reference);
      found += await this.ourSide.stageStrays(run, ours, references);
    }
    return found > 0;
  }
}
