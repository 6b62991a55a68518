const QUARTER = 15 * 60_000;
const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?(Z)?$/;

/** The store's clock: instants are kept in UTC and told and understood in the store's own time zone. */
export class StoreClock {
  // Asking Intl costs microseconds, and a page of orders tells thousands of times: offsets change on a quarter at the finest.
  private readonly offsets = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat;

  constructor(
    readonly timeZone: string,
    readonly now: () => number,
  ) {
    this.format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  local(instant: number | undefined): string {
    return instant === undefined ? '' : written(instant + this.offset(instant));
  }

  utc(instant: number | undefined): string {
    return instant === undefined ? '' : written(instant);
  }

  day(instant: number | undefined): string {
    return this.local(instant).slice(0, 10);
  }

  /** "2026-03-01 09:30:00" in store time; a trailing Z means UTC. Undefined when it is no date. */
  parse(text: string): number | undefined {
    const [found, year, month, day, hour, minute, second, utc] = WRITTEN.exec(text.trim()) ?? [];
    if (!found) return undefined;
    const wall = Date.UTC(+year!, +month! - 1, +day!, +(hour ?? 0), +(minute ?? 0), +(second ?? 0));
    if (written(wall).slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
    if (utc) return wall;
    // Twice, because the first guess may lie on the other side of a daylight saving change.
    return wall - this.offset(wall - this.offset(wall));
  }

  private offset(instant: number): number {
    const quarter = Math.floor(instant / QUARTER);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const at = quarter * QUARTER;
    const part = Object.fromEntries(this.format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    this.offsets.set(quarter, wall - at);
    return wall - at;
  }
}

function written(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
