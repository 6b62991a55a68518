import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { vi } from 'vitest';

type Heard = (answer: IncomingMessage) => void;

/**
 * Leads everything that goes to the app's hosts to a place on this machine instead, encryption and all: the vendor's own client has
 * those hosts built in.
 */
export function leadHostsTo(url: string): void {
  const { hostname, port } = new URL(url);
  const requested = https.request;
  const leading = (...given: unknown[]): ClientRequest => {
    const { options, heard } = asked(given);
    const host = String(options.hostname ?? options.host ?? '');
    if (!host.endsWith('.xero.com')) throw new Error(`${requested.name} would have left this machine for ${host}`);
    return http.request({ ...options, protocol: 'http:', hostname, host: hostname, port, agent: undefined }, heard);
  };
  vi.spyOn(https, 'request').mockImplementation(leading as typeof https.request);
}

/** `request(url, options, heard)` and `request(options, heard)` in one shape. */
function asked(given: unknown[]): { options: RequestOptions; heard: Heard | undefined } {
  const [first, second, third] = given;
  const isAddress = typeof first === 'string' || first instanceof URL;
  if (!isAddress) return { options: first as RequestOptions, heard: second as Heard | undefined };
  const { hostname, pathname, search } = new URL(first);
  return { options: { hostname, path: pathname + search, ...(second as RequestOptions) }, heard: third as Heard };
}
