/** What is wrong with one field of a declaration or of a message. */
export interface Problem {
  /** Where it stands: 'tasks[0].schedule'. */
  field: string;
  problem: string;
}

/** What plain data must look like; adds a problem for each thing that doesn't. */
export type Outline = (value: unknown, field: string, problems: Problem[]) => void;

const must =
  (what: string): Outline =>
  (value, field, problems) =>
    problems.push({ field, problem: value === undefined ? `is missing: it must be ${what}` : `must be ${what}` });

const when =
  (fits: (value: unknown) => boolean, what: string): Outline =>
  (value, field, problems) => {
    if (!fits(value)) must(what)(value, field, problems);
  };

/** Text that says something. */
export const words = when((value) => typeof value === 'string' && value.trim() !== '', 'a text');
export const text = (max = 10_000) =>
  when((value) => typeof value === 'string' && value.length <= max, `a text of at most ${max} characters`);
export const matching = (form: RegExp, what: string) =>
  when((value) => typeof value === 'string' && form.test(value), what);
export const number = when((value) => typeof value === 'number' && Number.isFinite(value), 'a number');
export const count = when(
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number, 0 or more',
);
export const atLeastOne = when(
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  'a whole number, 1 or more',
);
export const flag = when((value) => typeof value === 'boolean', 'true or false');
export const procedure = when((value) => typeof value === 'function', 'a function');
/** Any object; what is in it is not looked at. */
export const object = when(isObject, 'an object');
export const anything: Outline = () => undefined;

export const oneOf = (...values: unknown[]) => when((value) => values.includes(value), `one of ${values.join(', ')}`);

export const optional =
  (inner: Outline): Outline =>
  (value, field, problems) => {
    if (value !== undefined && value !== null) inner(value, field, problems);
  };

export const listOf =
  (inner: Outline, max = 100_000): Outline =>
  (value, field, problems) => {
    if (!Array.isArray(value)) return must('a list')(value, field, problems);
    if (value.length > max) return must(`a list of at most ${max}`)(value, field, problems);
    // By position: an array with holes has them checked as well.
    for (let at = 0; at < value.length; at++) inner(value[at], `${field}[${at}]`, problems);
  };

/** An object whose names are free. */
export const namesTo =
  (inner: Outline): Outline =>
  (value, field, problems) => {
    if (!isObject(value)) return must('an object')(value, field, problems);
    for (const [name, item] of Object.entries(value)) inner(item, `${field}.${name}`, problems);
  };

/** An object with these fields; others are not looked at. */
export const fieldsLike = (fields: Record<string, Outline>): Outline => {
  const outlines = Object.entries(fields);
  return (value, field, problems) => {
    if (!isObject(value)) return must('an object')(value, field, problems);
    for (const [name, outline] of outlines) outline(value[name], field === '' ? name : `${field}.${name}`, problems);
  };
};

/** At least one of the outlines fits; `what` says them all in words. */
export const either =
  (what: string, ...outlines: Outline[]): Outline =>
  (value, field, problems) => {
    const fits = outlines.some((outline) => problemsOf(outline, value).length === 0);
    if (!fits) must(what)(value, field, problems);
  };

/** What may be named instead of what was: ': there are a, b and c'. */
export function thereAre(names: readonly string[]): string {
  if (names.length < 2) return names.length === 0 ? ': there are none' : `: there is ${names[0]}`;
  return `: there are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function problemsOf(outline: Outline, value: unknown, field = ''): Problem[] {
  const problems: Problem[] = [];
  outline(value, field, problems);
  return problems;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
