import type { SandboxOptions } from 'patchbay/sdk';
import { createSandbox, type NetoSandboxOptions } from './index.js';

// What an answer holds is what a spec looks into; its shape is the subject of the specs themselves.
export interface Told {
  Ack: string;
  CurrentTime: string;
  Messages: unknown;
  [entity: string]: unknown;
}

export const NOON = Date.UTC(2026, 2, 2, 1, 0, 0);

/** A shop at noon of a Sydney summer's Monday, and a way to call it as a client would. */
export function opened(options: SandboxOptions & NetoSandboxOptions = {}) {
  const shop = createSandbox({ now: () => NOON, requestsPerMinute: Number.POSITIVE_INFINITY, ...options });
  const send = (action: string, body: unknown, headers: Record<string, string> = {}) =>
    shop.handle(
      new Request('http://shop.test/do/WS/NetoAPI', {
        method: 'POST',
        headers: {
          NETOAPI_ACTION: action,
          NETOAPI_KEY: shop.credentials.key!,
          NETOAPI_USERNAME: shop.credentials.username!,
          Accept: 'application/json',
          'Content-Type': 'application/json',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const call = async (action: string, body: unknown) => (await (await send(action, body)).json()) as Told;
  /** One read; the rows always come as a list. */
  const rows = async (action: string, filter: Record<string, unknown>) => {
    const told = await call(action, { Filter: filter });
    const rows = told[action.slice(3)];
    return (rows === '' ? [] : Array.isArray(rows) ? rows : [rows]) as Record<string, string>[];
  };
  return { shop, send, call, rows };
}
