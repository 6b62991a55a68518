import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** For so long another process may have written something that is not seen here. */
const GOOD_FOR_MS = 1000;
/** Whoever has had something written reads everything anew for longer than that, however far the clocks of two processes are apart. */
const DISTRUSTED_FOR_MS = 5000;
const KEPT = 200;

interface Kept {
  at: number;
  writes: number;
  value: Promise<unknown>;
}

/**
 * What was read for one page a moment ago is not read again for the next: many who look at the same ask once. Nothing is ever shown as it
 * was before a write of this process, nor to a person as it was before their own.
 */
@Injectable()
export class JustRead {
  private readonly kept = new Map<string, Kept>();
  private readonly distrust = new AsyncLocalStorage<boolean>();

  constructor(private readonly database: Database) {}

  /** The key names all that the reading depends on, the store first. Whoever gets the value must leave it as it is. */
  of<T>(key: string, read: () => Promise<T>): Promise<T> {
    const { writes } = this.database;
    const now = performance.now();
    const known = this.kept.get(key);
    const good = known?.writes === writes && now - known.at < GOOD_FOR_MS && !this.distrust.getStore();
    if (known && good) return known.value as Promise<T>;
    const value = read();
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(key, { at: now, writes, value });
    // What failed is to be tried again; whoever asked hears of it from the value itself.
    value.catch(() => this.kept.get(key)?.value === value && this.kept.delete(key));
    return value;
  }

  /** Inside `work` everything is read anew if this person had something written (`Date.now()`) lately, maybe through another process. */
  after<T>(written: number | undefined, work: () => T): T {
    return written !== undefined && Date.now() - written < DISTRUSTED_FOR_MS ? this.distrust.run(true, work) : work();
  }
}
