import type { Exchange, KeptMessage } from '../../connections/exchanges/exchange.js';

/** A page with more than this of a body scrolls for ever; the whole is a file away. */
const SHOWN = 20_000;

/** A request and its answer for a page; `whole` shows all that was kept. */
export function shownExchange(exchange: Exchange, whole = false) {
  const { id, installationId, at, ms, method, url, purpose, status, failure, request, answer } = exchange;
  return {
    id,
    href: `/installations/${installationId}/exchanges/${id}`,
    at,
    ms,
    method,
    url,
    purpose,
    status,
    good: status !== null && status < 400,
    failure,
    request: shownMessage(request, whole),
    answer: answer && shownMessage(answer, whole),
  };
}

function shownMessage({ headers, body, length, clipped }: KeptMessage, whole: boolean) {
  const text = pretty(body);
  const cut = !whole && text.length > SHOWN;
  return {
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: cut ? text.slice(0, SHOWN) : text,
    empty: body === '',
    length,
    /** Only the beginning was kept. */
    clipped,
    /** Only the beginning is shown here. */
    cut,
  };
}

/** Each level indents every line below it: a few kilobytes of brackets would make a page of gigabytes. */
const DEEPEST = 30;

function pretty(body: string): string {
  if (!/^\s*[{[]/.test(body)) return body;
  try {
    const value: unknown = JSON.parse(body);
    return isDeeperThan(DEEPEST, value) ? body : JSON.stringify(value, null, 2);
  } catch {
    // Cut off, or never was what it looked like: shown as it came.
    return body;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inside) => isDeeperThan(levels - 1, inside));
}
