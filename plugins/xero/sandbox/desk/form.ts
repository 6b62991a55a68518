import { badData } from './answers.js';
import { dayFrom } from './dates.js';
import { CENTS, FINE, unitsOf } from './decimals.js';

type Raw = Record<string, unknown>;

/**
 * One object of a request's body. Reading a value of the wrong kind refuses the whole request, as the app's own parser does;
 * what a value means is for the noun to judge. `null` counts as not said.
 */
export class Form {
  private constructor(
    readonly raw: Raw,
    private readonly path: string,
  ) {}

  static of(value: unknown, path = ''): Form {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badData(`${path || 'The body'} must be an object.`);
    }
    return new Form(value as Raw, path);
  }

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw this.wrong(name, 'a text');
    return String(value);
  }

  /** A text, an empty one counting as not said. */
  word(name: string): string | undefined {
    return this.text(name)?.trim() || undefined;
  }

  cents(name: string): number | undefined {
    return this.units(name, CENTS);
  }

  /** In ten-thousandths. */
  fine(name: string): number | undefined {
    return this.units(name, FINE);
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.wrong(name, 'true or false');
  }

  day(name: string): string | undefined {
    const text = this.word(name);
    if (text === undefined) return undefined;
    const day = dayFrom(text);
    if (day === undefined) throw this.wrong(name, 'a date');
    return day;
  }

  choice<T extends string>(name: string, options: readonly T[]): T | undefined {
    const word = this.word(name)?.toLowerCase();
    if (word === undefined) return undefined;
    const option = options.find((one) => one.toLowerCase() === word);
    if (option === undefined) throw this.wrong(name, `one of ${options.join(', ')}`);
    return option;
  }

  one(name: string): Form | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : Form.of(value, this.place(name));
  }

  list(name: string): Form[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrong(name, 'a list');
    return value.map((element, at) => Form.of(element, `${this.place(name)}[${at}]`));
  }

  private units(name: string, places: number): number | undefined {
    const value = this.value(name);
    if (value === undefined || value === '') return undefined;
    const units = typeof value === 'number' || typeof value === 'string' ? unitsOf(value, places) : undefined;
    if (units === undefined) throw this.wrong(name, 'a number');
    return units;
  }

  private value(name: string): unknown {
    return this.raw[name] ?? undefined;
  }

  private place(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }

  private wrong(name: string, kind: string) {
    return badData(`${this.place(name)} must be ${kind}.`);
  }
}

/** The elements of a body: under their plural name, or one bare object. */
export function elementsOf(body: unknown, name: string): Form[] {
  if (Array.isArray(body)) return body.map((element, at) => Form.of(element, `${name}[${at}]`));
  const form = Form.of(body);
  return form.list(name) ?? [form];
}
