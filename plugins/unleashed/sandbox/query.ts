import { refused } from './answers.js';
import { daysAfter, instantOf, isDayOnly } from './dates.js';

/** The question behind the path. Names are read without regard to case, empty values as absent. */
export class Query {
  private readonly values = new Map<string, string>();

  constructor(readonly raw: string) {
    for (const [name, value] of new URLSearchParams(raw)) {
      if (value !== '') this.values.set(name.toLowerCase(), value);
    }
  }

  text(name: string): string | undefined {
    return this.values.get(name.toLowerCase());
  }

  lower(name: string): string | undefined {
    return this.text(name)?.toLowerCase();
  }

  flag(name: string): boolean {
    return this.lower(name) === 'true';
  }

  list(name: string): string[] | undefined {
    return this.lower(name)
      ?.split(',')
      .map((item) => item.trim());
  }

  instant(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const instant = instantOf(text);
    if (instant === undefined) throw refused(`${name} is not a date: ${text}`);
    return instant;
  }

  /** The first instant after a last day (which counts whole), or just after a last instant. */
  end(name: string): number | undefined {
    const instant = this.instant(name);
    if (instant === undefined) return undefined;
    return isDayOnly(this.text(name) ?? '') ? daysAfter(instant, 1) : instant + 1;
  }

  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw refused(`${name} is not a whole number: ${text}`);
    return Number(text);
  }
}
