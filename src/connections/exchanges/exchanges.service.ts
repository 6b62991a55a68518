import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database, isDuplicate } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import { troubleOf } from '../../database/trouble.js';
import { Settings } from '../../settings/settings.js';
import type { Exchange, Sent } from './exchange.js';
import { COLUMNS, fromRow, READ, type Row, type StoredRow, toRow } from './exchange-row.js';
import { forget } from './forget.js';
import { LongAnswers } from './long-answers.js';

const ROWS = 50;
/** One statement must stay well under the database's packet size; blobs travel as hexadecimal, twice their length. */
const BYTES = 2 * 1024 * 1024;
const SOON = 150;
/** More than this waits for the database: then whoever sends waits too. */
const MOST_WAITING = 400;
/** Likewise in bytes, as long answers wait unpacked: perhaps they are known already. */
const MOST_HELD = 32 * 1024 * 1024;
const WORTH_WRITING = MOST_HELD / 8;
const SWEPT_AT_ONCE = 1000;
const DAY = 86_400_000;

/** Keeps every request and its answer, in batches and beside the work. */
@Injectable()
export class Exchanges implements OnModuleDestroy {
  private unpacked: { id: number; sent: Sent }[] = [];
  private waiting: Row[] = [];
  private timer?: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();
  private readonly log = new Logger('connections');

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly longAnswers: LongAnswers,
  ) {}

  /** Keeps it soon. Answers its id at once; a page with that id finds it within a moment. */
  async keep(sent: Sent): Promise<number> {
    const id = await this.ids.next('log');
    // Not at once: whoever asked goes on, and while the app thinks about what comes next there is time for this.
    if (this.unpacked.length === 0) setImmediate(() => this.pack());
    this.unpacked.push({ id, sent });
    if (this.waiting.length + this.unpacked.length > MOST_WAITING || this.held() > MOST_HELD) await this.flush();
    return id;
  }

  /** Keeps it before answering: for requests that are made once, whose trace must survive whatever comes next. */
  async keepNow(sent: Sent): Promise<number> {
    const id = await this.ids.next('log');
    const row = toRow(id, sent);
    try {
      await this.insert([row]);
    } catch (error) {
      // The app has carried it out: a log that can't be written now must not make that look like a failure.
      this.log.error('an exchange could not be written at once', asError(error));
      this.enqueue(row);
    }
    return id;
  }

  /** Everything kept so far is in the database when this resolves. */
  async flush(): Promise<void> {
    this.pack();
    await this.write();
  }

  async read(storeId: number, id: number): Promise<Exchange | undefined> {
    const row = await this.database.one<StoredRow>(`${READ} where e.store_id = ? and e.id = ?`, [storeId, id]);
    return row && fromRow(row);
  }

  /** Forgets what is older than the settings say, a little at a time. Answers how many are gone. */
  async sweep(chunks = 200): Promise<number> {
    const before = new Date(this.clock.now() - this.settings.logRetentionDays * DAY);
    const gone = await forget(this.database, { table: 'exchanges', at: 'at', before, atOnce: SWEPT_AT_ONCE, chunks });
    await this.longAnswers.sweep(before, chunks);
    return gone;
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  private pack(): void {
    for (const { id, sent } of this.unpacked.splice(0)) {
      try {
        this.enqueue(toRow(id, sent));
      } catch (error) {
        this.log.error('an exchange could not be kept', asError(error));
      }
    }
  }

  private enqueue(row: Row): void {
    this.waiting.push(row);
    if (this.waiting.length >= ROWS || this.held() >= WORTH_WRITING) {
      this.writeBeside();
    } else {
      // Real time: how long a row waits for company has nothing to do with what the hub's clock says.
      this.timer ??= setTimeout(() => this.writeBeside(), SOON).unref();
    }
  }

  private held(): number {
    return this.waiting.reduce((sum, { bytes, long }) => sum + bytes + (long?.bytes.length ?? 0), 0);
  }

  private writeBeside(): void {
    this.write().catch((error: unknown) => this.log.error('exchanges could not be written yet', asError(error)));
  }

  /** One statement after the other: two would only compete for the same disk. */
  private write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const written = this.writing.then(() => this.writeWaiting());
    this.writing = written.catch(() => undefined);
    return written;
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, batchSize(this.waiting));
      await this.insert(batch).catch((error: unknown) => this.insertOneByOne(batch, error));
      this.waiting.splice(0, batch.length);
    }
  }

  /** A row that the database refuses must not keep the others out for ever. While there is no database, all wait. */
  private async insertOneByOne(rows: Row[], refusal: unknown): Promise<void> {
    if (!isRefusal(refusal)) throw refusal;
    for (const row of rows) {
      await this.insert([row]).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        if (!isDuplicate(error)) this.log.error('an exchange was refused by the database', asError(error));
      });
    }
  }

  private async insert(rows: Row[]): Promise<void> {
    await this.longAnswers.keep(rows.flatMap(({ long }) => long ?? []));
    await this.database.run(`insert into exchanges (${COLUMNS}) values ?`, [rows.map(({ values }) => values)]);
  }
}

function batchSize(rows: Row[]): number {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += row.bytes;
    return bytes > BYTES;
  });
  return Math.min(ROWS, Math.max(1, end === -1 ? rows.length : end));
}

/** The database understood the statement and said no; otherwise it wasn't there, or had no room for anything. */
function isRefusal(error: unknown): boolean {
  return typeof (error as { sqlState?: string }).sqlState === 'string' && !troubleOf(error);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
