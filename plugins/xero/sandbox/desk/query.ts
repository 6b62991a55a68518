import { badQuery } from './answers.js';
import { instantFrom } from './dates.js';

/** The question behind the path. Names are read without regard to case, empty values as absent. */
export class Query {
  private readonly values = new Map<string, string>();

  constructor(
    params: URLSearchParams,
    private readonly headers: Headers,
  ) {
    for (const [name, value] of params) if (value !== '') this.values.set(name.toLowerCase(), value);
  }

  text(name: string): string | undefined {
    return this.values.get(name.toLowerCase());
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    return text === undefined ? undefined : text === 'true';
  }

  list(name: string): string[] | undefined {
    const items = this.text(name)?.split(',');
    return items?.map((item) => item.trim()).filter(Boolean);
  }

  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,9}$/.test(text)) throw badQuery(`${name} must be a whole number: ${text}`);
    return Number(text);
  }

  /** Only what changed at this instant or after it; the app looks at whole seconds. */
  since(): number | undefined {
    const text = this.headers.get('if-modified-since');
    if (!text) return undefined;
    const instant = instantFrom(text);
    if (instant === undefined) throw badQuery(`If-Modified-Since is no date: ${text}`);
    return Math.floor(instant / 1000) * 1000;
  }

  /** How many decimals unit amounts are kept with and shown with. */
  get unitPlaces(): 2 | 4 {
    return this.text('unitdp') === '4' ? 4 : 2;
  }
}
