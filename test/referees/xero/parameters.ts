type Json = Record<string, unknown>;

/** What a specification says may stand beside a request's body. */
export interface Parameter {
  in: 'query' | 'header' | 'path';
  name: string;
  required?: boolean;
  schema: Json;
}

/** Headers that the makers of the API only write about, or that belong to HTTP itself. */
const UNSPOKEN = /^(accept|accept-encoding|authorization|content-type|content-length|user-agent|host)$/;
const LONGEST_KEY = 128;

/** What is wrong with a request's query and headers. `fits` tells what is wrong with one value. */
export function strangeParameters(
  declared: Parameter[],
  query: URLSearchParams,
  headers: Headers,
  fits: (schema: Json, value: unknown) => string[],
): string[] {
  const known = (place: Parameter['in'], name: string) =>
    declared.find((one) => one.in === place && one.name.toLowerCase() === name.toLowerCase());
  const judged = (place: 'query' | 'header', [name, text]: [string, string]): string[] => {
    const found = known(place, name);
    if (!found) return [`${place} ${name} is not in the specification`];
    return fits(found.schema, meant(found.schema, text)).map((wrong) => `${place} ${name}=${text} ${wrong}`);
  };
  const missing = declared.filter(
    ({ in: place, name, required }) =>
      required && ((place === 'query' && !query.has(name)) || (place === 'header' && !headers.has(name))),
  );
  return [
    ...missing.map(({ in: place, name }) => `${place} ${name} is missing`),
    ...[...query].flatMap((pair) => judged('query', pair)),
    ...[...headers].filter(([name]) => !UNSPOKEN.test(name)).flatMap((pair) => judged('header', pair)),
    ...((headers.get('idempotency-key')?.length ?? 0) > LONGEST_KEY ? ['Idempotency-Key is too long'] : []),
  ];
}

/** A query is all text: as its schema says, it stands for a number, a yes or no, or a list. */
function meant({ type, items }: Json, text: string): unknown {
  if (type === 'integer' || type === 'number') return text === '' ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return type === 'array' ? text.split(',').map((one) => meant(Object(items) as Json, one)) : text;
}
