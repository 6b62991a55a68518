import type { SandboxOptions } from 'patchbay/sdk';
import { createSandbox, type NetoSandbox, type NetoSandboxOptions } from './index.js';

// What an answer holds is what a spec looks into; its shape is the subject of the specs themselves.
export interface Told {
  Ack: string;
  CurrentTime: string;
  Messages: unknown;
  [entity: string]: unknown;
}

export const NOON = Date.UTC(2026, 2, 2, 1, 0, 0);

interface Asking {
  headers?: Record<string, string>;
  origin?: string;
}

/** A request as a client makes it. */
export function asking(
  { credentials }: NetoSandbox,
  action: string,
  body: unknown,
  { headers, origin = 'http://shop.test' }: Asking = {},
): Request {
  return new Request(`${origin}/do/WS/NetoAPI`, {
    method: 'POST',
    headers: {
      NETOAPI_ACTION: action,
      NETOAPI_KEY: credentials.key!,
      NETOAPI_USERNAME: credentials.username!,
      Accept: 'application/json',
      'Content-Type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A shop at noon of a Sydney summer's Monday, and a way to call it as a client would. */
export function opened(options: SandboxOptions & NetoSandboxOptions = {}) {
  const shop = createSandbox({ now: () => NOON, requestsPerMinute: Number.POSITIVE_INFINITY, ...options });
  const send = (action: string, body: unknown, headers: Record<string, string> = {}) =>
    shop.handle(asking(shop, action, body, { headers }));
  const call = async (action: string, body: unknown) => (await (await send(action, body)).json()) as Told;
  /** One read; the rows always come as a list. */
  const rows = async (action: string, filter: Record<string, unknown>) => {
    const told = await call(action, { Filter: filter });
    const rows = told[action.slice(3)];
    return (rows === '' ? [] : Array.isArray(rows) ? rows : [rows]) as Record<string, string>[];
  };
  return { shop, send, call, rows };
}
