import { declarationOf, type RecordType } from './record-types.js';
import type { Fields, Shape } from './shape.js';

/** Why one field was refused, in words for the log. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/**
 * Checks values on their way into a record and brings them into their one written form ('7.50' → '7.5', ' x ' → 'x').
 * Fields that the type doesn't declare are dropped. A record with a problem must not be stored.
 */
export function readBody(
  type: RecordType,
  values: Record<string, unknown>,
): { body: Record<string, unknown>; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const body = readFields(declarationOf(type).fields, values, '', problems);
  return { body, problems };
}

function readFields(
  fields: Fields,
  values: Record<string, unknown>,
  path: string,
  problems: FieldProblem[],
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name in fields) {
    const shape = fields[name]!;
    const given = values[name];
    if (given === undefined || given === null || given === '') {
      if (shape.must) problems.push({ field: path + name, problem: `${shape.label} is missing` });
      else if (given !== undefined) body[name] = null;
      continue;
    }
    const value = readers[shape.kind](given, shape, path + name, problems);
    if (value !== REFUSED) body[name] = value;
  }
  return body;
}

const REFUSED = Symbol('refused');

type Reader = (given: unknown, shape: Shape, field: string, problems: FieldProblem[]) => unknown;

function refuse(problems: FieldProblem[], field: string, problem: string): typeof REFUSED {
  problems.push({ field, problem });
  return REFUSED;
}

// All but tab and line ends: they break pages, CSV files and other people's parsers.
const CONTROL = /[^\P{Cc}\t\n\r]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const NUMBER = /^([+-]?)0*(\d*)(?:\.(\d*?))?0*$/;

const readers: Record<Shape['kind'], Reader> = {
  text(given, shape, field, problems) {
    if (typeof given === 'object') return refuse(problems, field, `${shape.label} is not text`);
    const text = String(given).replace(CONTROL, '').replace(LONE_SURROGATE, '\ufffd').trim();
    if (shape.max !== undefined && text.length > shape.max) {
      return refuse(problems, field, `${shape.label} has ${text.length} characters; at most ${shape.max} fit`);
    }
    return text === '' && !shape.must ? null : text;
  },
  decimal: (given, shape, field, problems) => readNumber(given, shape, field, problems, 9),
  money: (given, shape, field, problems) => readNumber(given, shape, field, problems, 4),
  date(given, shape, field, problems) {
    const text = String(given);
    const valid =
      /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= '1900' && text < '2200';
    return valid ? text : refuse(problems, field, `${shape.label} is not a date between 1900 and 2199: ${clip(text)}`);
  },
  instant(given, shape, field, problems) {
    const time = given instanceof Date ? given.getTime() : Date.parse(String(given));
    const valid = time >= Date.UTC(1900, 0) && time < Date.UTC(2200, 0);
    return valid
      ? new Date(time).toISOString()
      : refuse(problems, field, `${shape.label} is not a time between 1900 and 2199: ${clip(String(given))}`);
  },
  switch(given, shape, field, problems) {
    if (given === true || given === 'True' || given === 'true' || given === 1 || given === '1') return true;
    if (given === false || given === 'False' || given === 'false' || given === 0 || given === '0') return false;
    return refuse(problems, field, `${shape.label} is neither yes nor no: ${clip(String(given))}`);
  },
  object(given, shape, field, problems) {
    if (typeof given !== 'object' || Array.isArray(given))
      return refuse(problems, field, `${shape.label} is not a group of fields`);
    return readFields(shape.fields!, given as Record<string, unknown>, `${field}.`, problems);
  },
  list(given, shape, field, problems) {
    if (!Array.isArray(given)) return refuse(problems, field, `${shape.label} is not a list`);
    if (given.length > shape.max!)
      return refuse(problems, field, `${shape.label} has ${given.length} rows; at most ${shape.max} fit`);
    return given.map((row: unknown, at) =>
      typeof row === 'object' && row !== null
        ? readFields(shape.fields!, row as Record<string, unknown>, `${field}[${at}].`, problems)
        : refuse(problems, `${field}[${at}]`, `${shape.label}: row ${at + 1} is not a group of fields`),
    );
  },
};

function readNumber(given: unknown, shape: Shape, field: string, problems: FieldProblem[], places: number): unknown {
  const text = typeof given === 'number' ? plain(given) : typeof given === 'string' ? given.trim() : '';
  const match = NUMBER.exec(text);
  if (!match || !/\d/.test(text))
    return refuse(problems, field, `${shape.label} is not a number: ${clip(String(given))}`);
  const [, sign, whole = '', fraction = ''] = match;
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
  const tail = digits.slice(-places).replace(/0+$/, '');
  const result = digits.slice(0, -places) + (tail && `.${tail}`);
  return negative && kept !== 0n ? `-${result}` : result;
}

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
