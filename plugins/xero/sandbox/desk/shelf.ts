import type { Journal } from './journal.js';

export interface Kept {
  id: string;
  /** When it last changed, in milliseconds since 1970. */
  updated: number;
}

type Key<T> = (record: T) => string | undefined;

/** Records of one noun in the order they came, found by id, by what they are indexed by, and by when they changed. */
export class Shelf<T extends Kept> {
  private readonly records = new Map<string, T>();
  private readonly order: string[] = [];
  private readonly indexes = new Map<string, { key: Key<T>; ids: Map<string, Set<string>> }>();
  /** Every change in the order of time; grows and is swept. */
  private changes: { at: number; id: string }[] = [];
  /** Something was undone, so that the changes are out of order. */
  private muddled = false;

  constructor(
    private readonly journal: Journal,
    indexes: Record<string, Key<T>> = {},
    kept: readonly T[] = [],
  ) {
    for (const [name, key] of Object.entries(indexes)) this.indexes.set(name, { key, ids: new Map() });
    for (const record of kept) this.place(record);
    this.sweep();
  }

  get size(): number {
    return this.order.length;
  }

  get(id: string): T | undefined {
    return this.records.get(id.toLowerCase());
  }

  /** In the order they came. */
  *all(): IterableIterator<T> {
    for (const id of this.order) yield this.records.get(id)!;
  }

  slice(from: number, to: number): T[] {
    return this.order.slice(from, to).map((id) => this.records.get(id)!);
  }

  /** All with one value of an index, in the order they came. */
  by(index: string, value: string): T[] {
    const ids = this.indexes.get(index)?.ids.get(value.toLowerCase());
    return ids ? [...ids].map((id) => this.records.get(id)!) : [];
  }

  /** Those that changed at an instant or after it, in the order of their last change. */
  since(instant: number): T[] {
    if (this.muddled) this.sweep();
    const seen = new Set<string>();
    for (let at = this.changes.length - 1; at >= 0 && this.changes[at]!.at >= instant; at -= 1) {
      seen.add(this.changes[at]!.id);
    }
    return [...seen].flatMap((id) => this.records.get(id) ?? []).reverse();
  }

  /** Records are replaced, never edited in place, so what was handed out before stays as it was. */
  put(record: T): T {
    const before = this.records.get(record.id);
    this.place(record);
    this.journal.note(() => {
      if (before) this.place(before);
      else this.take(record);
      this.muddled = true;
    });
    return record;
  }

  remove(id: string): void {
    const before = this.records.get(id);
    if (!before) return;
    this.take(before);
    this.journal.note(() => {
      this.place(before);
      this.muddled = true;
    });
  }

  private place(record: T): void {
    const before = this.records.get(record.id);
    if (!before) this.order.push(record.id);
    this.records.set(record.id, record);
    for (const { key, ids } of this.indexes.values()) reindex(ids, record.id, before && key(before), key(record));
    this.changes.push({ at: record.updated, id: record.id });
    if (this.changes.length > 64 && this.changes.length > 4 * this.order.length) this.sweep();
  }

  private take(record: T): void {
    this.records.delete(record.id);
    this.order.splice(this.order.lastIndexOf(record.id), 1);
    for (const { key, ids } of this.indexes.values()) reindex(ids, record.id, key(record), undefined);
  }

  /** Forgets all but the last change of each record. */
  private sweep(): void {
    this.muddled = false;
    this.changes = [...this.records.values()]
      .map(({ id, updated }) => ({ id, at: updated }))
      .sort((one, other) => one.at - other.at);
  }
}

function reindex(ids: Map<string, Set<string>>, id: string, before: string | undefined, after: string | undefined) {
  const [from, to] = [before?.toLowerCase(), after?.toLowerCase()];
  if (from === to) return;
  if (from) {
    ids.get(from)?.delete(id);
    if (ids.get(from)?.size === 0) ids.delete(from);
  }
  if (!to) return;
  const there = ids.get(to);
  if (there) there.add(id);
  else ids.set(to, new Set([id]));
}
