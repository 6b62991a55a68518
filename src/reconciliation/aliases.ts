/** Keys that mean one thing, because a record left in several parts. Each set goes by its smallest. */
export class Aliases {
  private readonly above = new Map<string, string>();

  join(keys: string[]): void {
    const [first, ...others] = keys;
    for (const other of others) this.unite(first!, other);
  }

  /** [key, the one it goes by], for those that aren't that one. */
  *pairs(): Iterable<[from: string, to: string]> {
    for (const key of this.above.keys()) {
      const top = this.topOf(key);
      if (top !== key) yield [key, top];
    }
  }

  private unite(one: string, other: string): void {
    const [a, b] = [this.topOf(one), this.topOf(other)];
    if (a !== b) this.above.set(a < b ? b : a, a < b ? a : b);
  }

  private topOf(key: string): string {
    let top = key;
    for (let next = this.above.get(top); next !== undefined; next = this.above.get(top)) top = next;
    return top;
  }
}
