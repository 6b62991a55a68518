const QUARTER = 15 * 60_000;
const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?(Z)?$/;

/** The clock on a store's wall. */
export interface ShopClock {
  /** '2026-03-02 12:00:00' for an instant in milliseconds since 1970, UTC. */
  written(instant: number): string;
  /** The instant of a time as the store writes it; undefined where there is none ('', '0000-00-00 00:00:00'). */
  instant(text: unknown): number | undefined;
}

const clocks = new Map<string, ShopClock>();

/** Throws when there is no such time zone. */
export function shopClock(timeZone: string): ShopClock {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = makeClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** The calendar day a text begins with; undefined where there is none. */
export function dayOf(text: unknown): string | undefined {
  const day = typeof text === 'string' ? text.trim().slice(0, 10) : '';
  return wall(day) === undefined ? undefined : day;
}

/** The time zones there are. */
export const timeZones = (): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

function makeClock(timeZone: string): ShopClock {
  const offset = offsets(timeZone);
  return {
    written: (instant) => iso(instant + offset(instant)),
    instant(text) {
      const at = wall(text);
      if (at === undefined || String(text).trim().endsWith('Z')) return at;
      // Twice, because the first guess may lie on the other side of a change of clocks.
      return at - offset(at - offset(at));
    },
  };
}

/** The time a text shows, as if it were UTC. */
function wall(text: unknown): number | undefined {
  const [found, year, month, day, hour = 0, minute = 0, second = 0] = WRITTEN.exec(String(text ?? '').trim()) ?? [];
  if (!found) return undefined;
  const at = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second);
  return Number.isNaN(at) || iso(at).slice(0, 10) !== `${year}-${month}-${day}` ? undefined : at;
}

/** Asking Intl costs microseconds, and a page tells thousands of times: offsets change on a quarter at the finest. */
function offsets(timeZone: string): (instant: number) => number {
  const known = new Map<number, number>();
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant) => {
    const at = Math.floor(instant / QUARTER) * QUARTER;
    let offset = known.get(at);
    if (offset === undefined) {
      const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      offset = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!) - at;
      if (known.size > 50_000) known.clear();
      known.set(at, offset);
    }
    return offset;
  };
}

const iso = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

export function isTimeZone(text: string): boolean {
  try {
    shopClock(text);
    return true;
  } catch {
    // Intl knows no question for this, only the attempt.
    return false;
  }
}
