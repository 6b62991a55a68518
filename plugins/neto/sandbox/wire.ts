/** What an answer is made of: the store tells every scalar as a string. */
export type Wire = string | Wire[] | { [name: string]: Wire };
export type Row = { [name: string]: Wire };

/** One element of a request, not yet understood. */
export type Given = Record<string, unknown>;

/** Requests may carry one thing, many things, or a list inside a wrapper of the element's name. */
export function givenList(value: unknown, inside?: string): Given[] {
  if (Array.isArray(value)) return value.flatMap((one) => givenList(one, inside));
  if (typeof value !== 'object' || value === null) return [];
  const given = value as Given;
  return inside && inside in given ? givenList(given[inside]) : [given];
}

/** The texts of a criterion or selector: one or many. */
export function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  const one = text(value);
  return one ? [one] : [];
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return flag(value);
  return undefined;
}

export const flag = (value: boolean) => (value ? 'True' : 'False');

export function isTrue(value: unknown): boolean {
  return ['true', '1', 'y', 'yes'].includes((text(value) ?? '').toLowerCase());
}

/** What a record itself holds under a name that came from outside; never what every object inherits. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
