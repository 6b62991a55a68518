/** Rows in order of their days, of which some are taken one by one. Finds the nearest that is left without walking over those gone. */
export class Timeline<Row extends { day: number }> {
  private readonly places: Map<Row, number>;
  /** For each place the nearest one at or before it that may be free, and at or behind it; shortened as they are walked. */
  private readonly before: Int32Array;
  private readonly behind: Int32Array;

  /** `rows`: the earliest first. */
  constructor(private readonly rows: Row[]) {
    this.places = new Map(rows.map((row, place) => [row, place]));
    // Shifted by one, so that there is a place before the first.
    this.before = Int32Array.from({ length: rows.length + 2 }, (_, at) => at);
    this.behind = Int32Array.from({ length: rows.length + 2 }, (_, at) => at);
  }

  has(row: Row): boolean {
    const at = this.places.get(row)! + 1;
    return this.before[at] === at;
  }

  take(row: Row): void {
    const at = this.places.get(row)! + 1;
    this.before[at] = at - 1;
    this.behind[at] = at + 1;
  }

  /** Within so many days; undefined when there is none, or another is as near. */
  nearest(day: number, within: number): Row | undefined {
    const from = this.firstOn(day);
    const [earlier, later] = [this.walk(this.before, from), this.walk(this.behind, from + 1)];
    const [back, forth] = [day - this.dayAt(earlier), this.dayAt(later) - day];
    if (Math.min(back, forth) > within || back === forth) return undefined;
    const best = back < forth ? earlier : later;
    const next = back < forth ? this.walk(this.before, best - 1) : this.walk(this.behind, best + 1);
    return this.dayAt(next) === this.dayAt(best) ? undefined : this.rows[best - 1];
  }

  /** How many are dated before. */
  private firstOn(day: number): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle]!.day < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private walk(steps: Int32Array, from: number): number {
    let at = from;
    while (steps[at] !== at) {
      steps[at] = steps[steps[at]!]!;
      at = steps[at]!;
    }
    return at;
  }

  private dayAt(at: number): number {
    if (at === 0) return Number.NEGATIVE_INFINITY;
    return this.rows[at - 1]?.day ?? Number.POSITIVE_INFINITY;
  }
}
