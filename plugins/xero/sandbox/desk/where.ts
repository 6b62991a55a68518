import { badQuery } from './answers.js';

export type Value = string | number | boolean | undefined;

/** What can be asked about a noun, by the app's own names; days and instants as milliseconds. */
export type Fields<T> = Record<string, (record: T) => Value>;

export interface Condition<T> {
  holds: (record: T) => boolean;
  /** The equalities that must hold in any case, so that an index can answer them. */
  equals: { field: string; value: Value }[];
}

const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(&&|\|\||==|!=|>=|<=|[()<>=,.])|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*))/y;

type Token = { kind: 'text' | 'sign' | 'number' | 'word'; text: string };

function tokens(source: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw badQuery(`Unexpected text in the filter: ${source.slice(at, at + 40)}`);
    const [, double, single, sign, number, word] = match;
    const text = double ?? single;
    if (text !== undefined) found.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1') });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else found.push({ kind: 'word', text: word! });
  }
  return found;
}

/** Reads the app's filter language: `Type=="ACCREC" AND Date>=DateTime(2026,1,1)`. */
export function conditionOf<T>(source: string, fields: Fields<T>): Condition<T> {
  const reader = new Reader<T>(tokens(source), fields);
  return reader.whole();
}

class Reader<T> {
  private at = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly fields: Fields<T>,
  ) {}

  whole(): Condition<T> {
    const condition = this.either();
    if (this.at < this.tokens.length) throw badQuery(`Unexpected '${this.tokens[this.at]?.text}' in the filter`);
    return condition;
  }

  private either(): Condition<T> {
    let one = this.both();
    while (this.takes('||', 'or')) {
      const [left, right] = [one, this.both()];
      one = { holds: (record) => left.holds(record) || right.holds(record), equals: [] };
    }
    return one;
  }

  private both(): Condition<T> {
    let one = this.single();
    while (this.takes('&&', 'and')) {
      const [left, right] = [one, this.single()];
      const equals = [...left.equals, ...right.equals];
      one = { holds: (record) => left.holds(record) && right.holds(record), equals };
    }
    return one;
  }

  private single(): Condition<T> {
    if (this.takes('(')) {
      const inner = this.either();
      this.expect(')');
      return inner;
    }
    const names = [this.word()];
    while (this.takes('.')) names.push(this.word());
    return this.takes('(') ? this.called(names) : this.compared(names.join('.'));
  }

  /** `Name.Contains("x")` and its like. */
  private called(names: string[]): Condition<T> {
    const how = names.at(-1)?.toLowerCase();
    const read = this.field(names.slice(0, -1).join('.'));
    const wanted = String(this.literal()).toLowerCase();
    this.expect(')');
    const tests: Record<string, (text: string) => boolean> = {
      contains: (text) => text.includes(wanted),
      startswith: (text) => text.startsWith(wanted),
      endswith: (text) => text.endsWith(wanted),
    };
    const test = tests[how ?? ''];
    if (!test) throw badQuery(`No method '${how}' exists in the filter`);
    return { holds: (record) => test(String(read(record) ?? '').toLowerCase()), equals: [] };
  }

  private compared(name: string): Condition<T> {
    const read = this.field(name);
    const sign = this.tokens[this.at]?.text ?? '';
    this.at += 1;
    const wanted = this.literal();
    const same = (value: Value) =>
      typeof value === 'string' && typeof wanted === 'string'
        ? value.toLowerCase() === wanted.toLowerCase()
        : value === wanted;
    const is = (test: (value: Value) => boolean, equals: Condition<T>['equals'] = []): Condition<T> => ({
      holds: (record) => test(read(record)),
      equals,
    });
    const order = (test: (value: number | string, limit: number | string) => boolean) =>
      is((value) => isOrdered(value) && isOrdered(wanted) && test(value, wanted));
    if (sign === '==' || sign === '=') return is(same, [{ field: name, value: wanted }]);
    if (sign === '!=') return is((value) => !same(value));
    if (sign === '>=') return order((value, limit) => value >= limit);
    if (sign === '<=') return order((value, limit) => value <= limit);
    if (sign === '>') return order((value, limit) => value > limit);
    if (sign === '<') return order((value, limit) => value < limit);
    throw badQuery(`Unexpected '${sign}' in the filter`);
  }

  private literal(): Value {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.kind === 'text') return token.text;
    if (token?.kind === 'number') return Number(token.text);
    const word = token?.text.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return undefined;
    if (word === 'guid') return this.arguments()[0];
    if (word === 'datetime') return instantOf(this.arguments());
    throw badQuery(`Unexpected '${token?.text ?? 'end'}' in the filter`);
  }

  private arguments(): Value[] {
    this.expect('(');
    const values = [this.literal()];
    while (this.takes(',')) values.push(this.literal());
    this.expect(')');
    return values;
  }

  private field(name: string): (record: T) => Value {
    const known = Object.keys(this.fields).find((one) => one.toLowerCase() === name.toLowerCase());
    if (!known) throw badQuery(`No property or field '${name}' exists`);
    return this.fields[known]!;
  }

  private word(): string {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.kind !== 'word') throw badQuery(`Unexpected '${token?.text ?? 'end'}' in the filter`);
    return token.text;
  }

  private takes(...texts: string[]): boolean {
    const token = this.tokens[this.at];
    if (token?.kind === 'text' || !texts.includes(token?.text.toLowerCase() ?? '')) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.takes(text)) throw badQuery(`'${text}' expected in the filter`);
  }
}

const isOrdered = (value: Value): value is number | string => typeof value === 'number' || typeof value === 'string';

function instantOf(parts: Value[]): number {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** `UpdatedDateUTC ASC, Date DESC` as a comparison. */
export function orderOf<T>(source: string, fields: Fields<T>): (one: T, other: T) => number {
  const keys = source.split(',').map((part) => {
    const [name = '', direction = 'ASC'] = part.trim().split(/\s+/);
    const known = Object.keys(fields).find((field) => field.toLowerCase() === name.toLowerCase());
    if (!known) throw badQuery(`No property or field '${name}' exists`);
    return { read: fields[known]!, sign: direction.toUpperCase().startsWith('DESC') ? -1 : 1 };
  });
  return (one, other) => {
    for (const { read, sign } of keys) {
      const difference = compared(read(one), read(other));
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

function compared(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === undefined) return -1;
  if (other === undefined) return 1;
  return one < other ? -1 : 1;
}
