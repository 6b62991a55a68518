import type { HttpRequest } from '../../sdk/index.js';

/** The query as it is signed and sent: percent-encoded once, in the order given. */
export function writeQuery(query: HttpRequest['query'] = {}): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&');
}

/**
 * Dates, times and lists stay readable (`2024-12-01T00:00:00`, `a,b`): some apps sign the decoded text, and then encoded and
 * decoded are the same. A quote is encoded because address parsers on the way would encode it behind the signature's back.
 */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("'", '%27')
    .replace(/%(?:40|3A|2C|2F)/g, (code) => decodeURIComponent(code));
}
