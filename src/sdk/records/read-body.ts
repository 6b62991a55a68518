import { declarationOf, type RecordType } from './record-types.js';
import type { Fields, Shape } from './shape.js';

/** Why one field was refused, in words for the log. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/**
 * Checks values on their way into a record and brings them into their one written form ('7.50' → '7.5', ' x ' → 'x').
 * Fields that the type doesn't declare are dropped. A record with a problem must not be stored. Values that are in this form
 * already are answered themselves, not copied.
 */
export function readBody(
  type: RecordType,
  values: Record<string, unknown>,
): { body: Record<string, unknown>; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const body = readFields(entriesOf(declarationOf(type).fields), values, '', problems);
  return { body, problems };
}

function readFields(
  fields: Entry[],
  values: Record<string, unknown>,
  path: string,
  problems: FieldProblem[],
): Record<string, unknown> {
  let body: Record<string, unknown> | undefined;
  let asGiven = 0;
  for (const [at, [name, shape]] of fields.entries()) {
    const given = values[name];
    const value = readField(shape, given, path + name, problems);
    if (value === given && body === undefined) {
      if (given !== undefined) asGiven++;
      continue;
    }
    body ??= pick(fields.slice(0, at), values);
    if (value !== undefined) body[name] = value;
  }
  if (body) return body;
  return asGiven === Object.keys(values).length ? values : pick(fields, values);
}

/** Undefined where nothing is to be kept. */
function readField(shape: Shape, given: unknown, field: string, problems: FieldProblem[]): unknown {
  if (given !== undefined && given !== null && given !== '') return readers[shape.kind](given, shape, field, problems);
  if (shape.must) return refuse(problems, field, `${shape.label} is missing`);
  return given === undefined ? undefined : null;
}

function pick(fields: Entry[], values: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name] of fields) if (values[name] !== undefined) body[name] = values[name];
  return body;
}

type Entry = [string, Shape];

// Listing a type's fields anew for each of thousands of rows was measured at a tenth of reading them.
const entries = new WeakMap<Fields, Entry[]>();

function entriesOf(fields: Fields): Entry[] {
  const known = entries.get(fields) ?? Object.entries(fields);
  entries.set(fields, known);
  return known;
}

type Reader = (given: unknown, shape: Shape, field: string, problems: FieldProblem[]) => unknown;

function refuse(problems: FieldProblem[], field: string, problem: string): undefined {
  problems.push({ field, problem });
  return undefined;
}

// All but tab and line ends: they break pages, CSV files and other people's parsers.
const CONTROL = /[^\P{Cc}\t\n\r]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// What most texts and numbers look like: nothing to clean, nothing to write otherwise.
const CLEAN = /^[!-~](?:[ -~]*[!-~])?$/;
const WRITTEN = /^(?:0|[1-9]\d{0,14})(?:\.\d{0,3}[1-9])?$/;
// Each letter fits in one place only: where a zero could stand in several, an app that writes thousands would be read for hours.
const NUMBER = /^([+-]?)0*((?:[1-9]\d*)?)(?:\.(\d*))?$/;

const readers: Record<Shape['kind'], Reader> = {
  text(given, shape, field, problems) {
    if (typeof given === 'object') return refuse(problems, field, `${shape.label} is not text`);
    const text = typeof given === 'string' && CLEAN.test(given) ? given : cleaned(String(given));
    if (shape.max !== undefined && text.length > shape.max) {
      return refuse(problems, field, `${shape.label} has ${text.length} characters; at most ${shape.max} fit`);
    }
    return text === '' && !shape.must ? null : text;
  },
  decimal: (given, shape, field, problems) => readNumber(given, shape, field, problems, 9),
  money: (given, shape, field, problems) => readNumber(given, shape, field, problems, 4),
  date(given, shape, field, problems) {
    const text = textOf(given);
    const valid =
      /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= '1900' && text < '2200';
    return valid ? text : refuse(problems, field, `${shape.label} is not a date between 1900 and 2199: ${clip(text)}`);
  },
  instant(given, shape, field, problems) {
    const time = given instanceof Date ? given.getTime() : Date.parse(textOf(given));
    const valid = time >= Date.UTC(1900, 0) && time < Date.UTC(2200, 0);
    return valid
      ? new Date(time).toISOString()
      : refuse(problems, field, `${shape.label} is not a time between 1900 and 2199: ${clip(textOf(given))}`);
  },
  switch(given, shape, field, problems) {
    if (given === true || given === 'True' || given === 'true' || given === 1 || given === '1') return true;
    if (given === false || given === 'False' || given === 'false' || given === 0 || given === '0') return false;
    return refuse(problems, field, `${shape.label} is neither yes nor no: ${clip(textOf(given))}`);
  },
  object(given, shape, field, problems) {
    if (typeof given !== 'object' || Array.isArray(given))
      return refuse(problems, field, `${shape.label} is not a group of fields`);
    // A copy in any case: what an app gave may still be in its plugin's hands.
    return { ...readFields(entriesOf(shape.fields!), given as Record<string, unknown>, `${field}.`, problems) };
  },
  list(given, shape, field, problems) {
    if (!Array.isArray(given)) return refuse(problems, field, `${shape.label} is not a list`);
    if (given.length > shape.max!)
      return refuse(problems, field, `${shape.label} has ${given.length} rows; at most ${shape.max} fit`);
    return given.map((row: unknown, at) =>
      typeof row === 'object' && row !== null
        ? { ...readFields(entriesOf(shape.fields!), row as Record<string, unknown>, `${field}[${at}].`, problems) }
        : refuse(problems, `${field}[${at}]`, `${shape.label}: row ${at + 1} is not a group of fields`),
    );
  },
};

/** Of a single value: asking a list or a group of fields for its text may fail, or take more stack than there is. */
function textOf(given: unknown): string {
  return typeof given === 'object' && !(given instanceof Date) ? 'a list or a group of fields' : String(given);
}

function cleaned(text: string): string {
  return text.replace(CONTROL, '').replace(LONE_SURROGATE, '\ufffd').trim();
}

function readNumber(given: unknown, shape: Shape, field: string, problems: FieldProblem[], places: number): unknown {
  if (typeof given === 'string' && WRITTEN.test(given)) return given;
  const text = typeof given === 'number' ? plain(given) : typeof given === 'string' ? given.trim() : '';
  const match = NUMBER.exec(text);
  if (!match || !/\d/.test(text))
    return refuse(problems, field, `${shape.label} is not a number: ${clip(textOf(given))}`);
  const [, sign, whole = '', written = ''] = match;
  const fraction = withoutEndZeros(written);
  if (whole.length > 15) return refuse(problems, field, `${shape.label} is too large: ${clip(text)}`);
  if (fraction.length > places) return rounded(`${sign + (whole || '0')}.${fraction}`, places);
  const digits = fraction ? `${whole || '0'}.${fraction}` : whole || '0';
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** A JSON number as people write it: never 1e-7. */
function plain(given: number): string {
  const text = String(given);
  return text.includes('e') ? given.toFixed(12) : text;
}

/** Half away from zero, on the digits themselves. */
function rounded(text: string, places: number): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const kept = BigInt(whole + fraction.slice(0, places)) + (fraction[places]! >= '5' ? 1n : 0n);
  const digits = kept.toString().padStart(places + 1, '0');
  const tail = withoutEndZeros(digits.slice(-places));
  const result = digits.slice(0, -places) + (tail && `.${tail}`);
  return negative && kept !== 0n ? `-${result}` : result;
}

function withoutEndZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
