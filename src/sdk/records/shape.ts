/** What one field of a record may hold, checked by the host wherever a value enters. */
export interface Shape<T = unknown, Must extends boolean = boolean> {
  kind: 'text' | 'decimal' | 'money' | 'date' | 'instant' | 'switch' | 'list' | 'object';
  label: string;
  must: Must;
  /** Longest text, in characters. */
  max?: number;
  /** Fields of an object, or of each element of a list. */
  fields?: Fields;
  /** Only for the type checker. */
  readonly value?: T;
}

/** The fields of a record, of an object in it, or of each element of a list, by their names. */
export type Fields = Record<string, Shape>;

type Value<S> = S extends Shape<infer T, boolean> ? T : never;
type Must<F> = { [K in keyof F]: F[K] extends Shape<unknown, true> ? K : never }[keyof F];

/** The TypeScript shape of a record body, read off its declaration. An absent field is absent or null. */
export type Body<F extends Fields> = { [K in Must<F>]: Value<F[K]> } & {
  [K in Exclude<keyof F, Must<F>>]?: Value<F[K]> | null;
};

const shape =
  <T>(kind: Shape['kind']) =>
  (label: string, more: { max?: number } = {}): Shape<T, false> => ({ kind, label, must: false, ...more });

/** Characters; control characters are dropped, outer blanks trimmed. */
export const text = (label: string, max: number) => shape<string>('text')(label, { max });
/** An exact number as text: '12.5'. At most 15 digits before and 9 after the point. */
export const decimal = shape<string>('decimal');
/** An exact amount as text, in the record's currency: '19.95'. At most 15 digits before and 4 after the point. */
export const money = shape<string>('money');
/** A calendar date 'YYYY-MM-DD' that is never shifted by a time zone. */
export const date = shape<string>('date');
/** An instant in UTC, ISO 8601: '2026-11-22T05:49:00.000Z'. */
export const instant = shape<string>('instant');
export const yesNo = shape<boolean>('switch');
export const object = <F extends Fields>(label: string, fields: F): Shape<Body<F>, false> => ({
  kind: 'object',
  label,
  must: false,
  fields,
});
export const list = <F extends Fields>(label: string, fields: F, max = 1000): Shape<Body<F>[], false> => ({
  kind: 'list',
  label,
  must: false,
  max,
  fields,
});
/** Makes a field one that every record of its type has. */
export const must = <T>(inner: Shape<T, boolean>): Shape<T, true> => ({ ...inner, must: true });
