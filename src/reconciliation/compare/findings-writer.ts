import type { Database } from '../../database/database.js';
import { quoted } from '../../records/sql-text.js';
import { severityOf } from '../causes.js';
import { written } from '../face.js';
import type { ReportKey } from '../statement-rows.store.js';
import type { Sum } from '../totals.js';
import type { Agreed, Finding } from './finding.js';
import type { Findings } from './merge.js';

const BATCH = 2000;
const ON_THEIR_WAY = 2;

interface Matched {
  count: number;
  here: bigint;
  there: bigint;
}

/** Writes what a comparison finds in batches while it goes on, and adds up what agrees. */
export class FindingsWriter implements Findings {
  /** By currency, in ten-thousandths. */
  private readonly matched = new Map<string, Matched>();
  private batch: Finding[] = [];
  private lastId: number;
  private readonly writing = new Set<Promise<void>>();
  private failed?: { error: unknown };

  constructor(
    private readonly database: Database,
    private readonly report: ReportKey,
    private readonly signal: AbortSignal,
    lastId = 0,
  ) {
    this.lastId = lastId;
  }

  found(finding: Finding): void {
    this.batch.push(finding);
    if (this.batch.length >= BATCH) this.send();
  }

  agreed({ currency, here, there }: Agreed, count: number): void {
    const sum = this.matched.get(currency) ?? { count: 0, here: 0n, there: 0n };
    this.matched.set(currency, {
      count: sum.count + count,
      here: sum.here + BigInt(Math.round(here)),
      there: sum.there + BigInt(Math.round(there)),
    });
  }

  matchedSums(): [currency: string, Sum][] {
    return [...this.matched].map(([currency, { count, here, there }]) => [
      currency,
      { count, here: written(here), there: written(there) },
    ]);
  }

  async breathe(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.writing.size > ON_THEIR_WAY) await Promise.race(this.writing);
    if (this.failed) throw this.failed.error;
  }

  /** Writes what is left; ends when all has been written. */
  async finish(): Promise<void> {
    this.send();
    await Promise.all(this.writing);
    if (this.failed) throw this.failed.error;
  }

  private send(): void {
    if (this.batch.length === 0) return;
    const rows = this.batch.splice(0).map((finding) => this.rowOf(finding));
    const sent: Promise<void> = this.database
      .run(`insert into differences (${COLUMNS}) values ${rows.join(',')}`)
      .then(() => undefined)
      .catch((error: unknown) => {
        this.failed ??= { error };
      })
      .finally(() => this.writing.delete(sent));
    this.writing.add(sent);
  }

  /** Written out by hand: having the driver spell tens of thousands of rows would take as long as finding them. */
  private rowOf({
    cause,
    here,
    there,
    members,
    currency,
    date,
    amountHere,
    amountThere,
    link,
    suggested,
    expected,
  }: Finding): string {
    const { storeId, reportId } = this.report;
    const amount = (value: number | undefined) => (value === undefined ? 'null' : written(value));
    const [several, hash] = [
      members ? quoted(JSON.stringify(members)) : 'null',
      link ? Number.parseInt(link, 16) : 'null',
    ];
    return `(${storeId},${reportId},${++this.lastId},'${cause}',${severityOf(cause)},${here ?? 'null'},${there ?? 'null'},${several},${quoted(currency)},${quoted(date)},${amount(amountHere)},${amount(amountThere)},${hash},${suggested ?? 'null'},${expected ? 1 : 0})`;
  }
}

const COLUMNS = `store_id, report_id, id, cause, severity, here, there, members, currency, date, amount_here, amount_there, link,
  suggested, expected`;
