import type { Clock } from '../../clock/clock.js';
import { type Database, isDuplicate, type Transaction } from '../../database/database.js';
import type { Ids } from '../../database/ids.js';
import { refusalOf } from '../../database/refusal.js';
import type { MappedPage } from '../../sdk/runtime/index.js';
import { FirstTime } from './first-time.js';
import type { ImportRun, Incoming } from './import-run.js';
import { PageOrder } from './page-order.js';
import { fail, type Link, type Outcome } from './plan.js';
import { Planner } from './planner.js';
import { Refusals } from './refusals.js';
import { Rehearsed, withoutRefused } from './row-sieve.js';
import { check, offIn, type Row, rowsOf } from './rows.js';
import { countsOf, newsOf } from './tally.js';
import { Turns } from './turns.js';
import { write } from './write.js';

const TRIES = 3;

/** Writes pages: what changed in them, the log of it, and how far the run is, in one transaction. */
export class PageWriter {
  private readonly planner: Planner;
  private readonly firstTime: FirstTime;
  private readonly refusals: Refusals;
  private readonly turns = new Turns();
  private broken = false;
  private order: PageOrder;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    ids: Ids,
    private readonly run: ImportRun,
    private readonly incoming: Incoming,
  ) {
    this.firstTime = new FirstTime(database, incoming);
    this.refusals = new Refusals(incoming);
    this.planner = new Planner(database, ids, incoming);
    this.order = PageOrder.of(run);
  }

  /** Where the pull begins. */
  get from(): PageOrder['from'] {
    return this.order.from;
  }

  /** How many pages are written, without a gap. */
  get pages(): number {
    return this.order.progress.seq;
  }

  async write(pages: MappedPage[]): Promise<void> {
    try {
      await this.writeTaken(pages);
    } catch (error) {
      // Whether a failed commit took place is unknown. Whoever commits after it would write progress without it.
      this.broken = true;
      throw error;
    }
  }

  /** A row that the database doesn't take is refused alone. */
  private async writeTaken(pages: MappedPage[]): Promise<void> {
    try {
      await this.tryWrite(pages, 1);
    } catch (error) {
      if (!refusalOf(error)) throw error;
      const { rows } = this.rowsIn(pages);
      await this.tryWrite(
        await withoutRefused(pages, rows, this.incoming, (some) => this.rehearse(pages, some)),
        TRIES,
      );
    }
  }

  /** Why the database wouldn't take these, if it wouldn't. Nothing of them stays written. */
  private async rehearse(pages: MappedPage[], rows: Row[]): Promise<unknown> {
    this.run.stillOurs();
    const links = await this.firstTime.linksOf(rows, false);
    try {
      await this.commit(pages, { rows, repeated: [], links, lookUpKeys: true }, () => {
        throw new Rehearsed();
      });
    } catch (error) {
      if (error instanceof Rehearsed) return undefined;
      if (refusalOf(error)) return error;
      throw error;
    }
  }

  private rowsIn(pages: MappedPage[]) {
    return lastOfEach(pages.flatMap((page) => rowsOf(page, this.incoming.version)));
  }

  private async tryWrite(pages: MappedPage[], attempt: number): Promise<void> {
    // What was taken is written, though a person has stopped the run since: it need not be fetched again.
    this.run.stillOurs();
    const { rows, repeated } = this.rowsIn(pages);
    const links = await this.firstTime.linksOf(rows, attempt === 1);
    const lookUpKeys = attempt > 1 || (await this.firstTime.knowsKeys());
    try {
      await this.commit(pages, { rows, repeated, links, lookUpKeys });
      await this.firstTime.remember(rows);
    } catch (error) {
      // Another run has created one of these records meanwhile: now it is there to be found.
      if (!isDuplicate(error) || attempt === TRIES) throw error;
      await this.tryWrite(pages, attempt + 1);
    }
  }

  /** `written` is called before it counts, and may throw to take it back. */
  private async commit(pages: MappedPage[], toWrite: ToWrite, written = () => {}): Promise<void> {
    const { rows, repeated, links, lookUpKeys } = toWrite;
    const { unchanged, good, failed } = sort(rows, links, this.incoming);
    let endTurn: (() => void) | undefined;
    try {
      const done = await this.database.transaction(async (tx) => {
        // A deadlock brought us here again: others may need their turn before our locks are free.
        endTurn?.();
        endTurn = undefined;
        const outcomes = [...failed, ...(await this.planner.plan(tx, good, links, lookUpKeys))];
        const counted = new Set(pages.map(({ seq }) => seq).filter((seq) => this.order.isCounted(seq)));
        const news = await newsOf(tx, this.incoming, outcomes, counted);
        const now = this.clock.now();
        await write(tx, this.incoming, { pages, unchanged, outcomes, news, links }, now);
        await this.refusals.write(tx, { unchanged, outcomes }, news, now);
        written();
        const add = countsOf(pages, counted, { unchanged, repeated, outcomes, news });
        endTurn = await this.turns.take();
        const order = this.order.with(pages);
        await this.keep(tx, pages, order, add);
        return { order, outcomes };
      });
      this.order = done.order;
      this.planner.learn(done.outcomes);
    } finally {
      endTurn?.();
    }
  }

  private async keep(tx: Transaction, pages: MappedPage[], order: PageOrder, add: ReturnType<typeof countsOf>) {
    if (this.broken) throw new Error('Another page of this run could not be written');
    const total = pages.findLast((page) => page.total !== undefined)?.total;
    await this.run.keep(tx, { ...order.progress, total, add });
    if (add.read) await this.run.page(tx, { ...add, seq: pages.at(-1)!.seq });
  }
}

interface ToWrite {
  rows: Row[];
  /** Given again further on. */
  repeated: Row[];
  links: Map<string, Link>;
  lookUpKeys: boolean;
}

/** An app may give a row twice, in one page or sliding from one to the next: its last word counts. */
function lastOfEach(rows: Row[]): { rows: Row[]; repeated: Row[] } {
  const last = new Map(rows.map((row) => [row.remoteId, row]));
  if (last.size === rows.length) return { rows, repeated: [] };
  const isLast = (row: Row) => row.remoteId === '' || last.get(row.remoteId) === row;
  return { rows: rows.filter(isLast), repeated: rows.filter((row) => !isLast(row)) };
}

function sort(rows: Row[], links: Map<string, Link>, incoming: Incoming) {
  const unchanged: Row[] = [];
  const good: Row[] = [];
  const failed: Outcome[] = [];
  const off = offIn(incoming);
  for (const row of rows) {
    const link = links.get(row.remoteId);
    if (row.hash === link?.hash) {
      unchanged.push(row);
      continue;
    }
    const reason = check(row, incoming.type, off);
    if (reason === undefined) good.push(row);
    else failed.push(fail(row, reason, link?.recordId ?? null));
  }
  return { unchanged, good, failed };
}
