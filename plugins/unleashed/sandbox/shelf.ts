/** Records of one noun by guid. Seeded ones can be made again, so only the changed ones are worth keeping. */
export class Shelf<T extends { Guid: string }> {
  private readonly records = new Map<string, T>();
  private readonly touched = new Set<string>();

  constructor(seeded: readonly T[], changed: readonly T[] = []) {
    for (const record of seeded) this.records.set(record.Guid, record);
    for (const record of changed) this.put(record);
  }

  get(guid: string): T | undefined {
    return this.records.get(guid.toLowerCase());
  }

  /** Records are replaced, never edited in place, so what was handed out before stays as it was. */
  put(record: T): T {
    this.records.set(record.Guid, record);
    this.touched.add(record.Guid);
    return record;
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.records.values()) if (matches(record)) return record;
    return undefined;
  }

  all(): T[] {
    return [...this.records.values()];
  }

  get size(): number {
    return this.records.size;
  }

  changes(): T[] {
    return this.all().filter((record) => this.touched.has(record.Guid));
  }
}
