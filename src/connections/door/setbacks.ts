import { errors } from 'undici';
import { retryAfterOf, type Setback } from './patience.js';
import { type Carried, TooLong, TooSlow } from './wire.js';

/** An error on the wire, as a setback in words. */
export function setbackOf(error: unknown, host: string): Setback {
  if (error instanceof TooSlow) return { kind: 'unclear', why: `${host} did not answer in time.` };
  if (error instanceof TooLong) return { kind: 'unclear', why: `${host} answered more than 16 MB.` };
  const { code, message } = error as NodeJS.ErrnoException;
  const because = code ?? message ?? String(error);
  if (isUnreached(error)) return { kind: 'unreached', why: `${host} can’t be reached (${because}).` };
  return { kind: 'unclear', why: `No answer from ${host}: the connection broke (${because}).` };
}

/** An answer that is none: not now, not able to, or not readable. */
export function setbackIn(carried: Carried, sense: boolean, host: string, now: number): Setback | undefined {
  const { status, headers } = carried;
  const retryAfter = retryAfterOf(headers, now);
  if (status === 429) return { kind: 'refused', why: `${host} asks to be sent fewer requests.`, retryAfter };
  if (status >= 500) return { kind: 'unclear', why: `${host} answered ${status}.`, retryAfter };
  if (!sense) return { kind: 'unclear', why: `${host} answered ${status} with something that can’t be read.` };
  return undefined;
}

/** The connection was never made, so nothing of the request can have arrived. */
function isUnreached(error: unknown): boolean {
  const { syscall, code, errors: each } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  // Several addresses of one name were tried.
  if (each?.length) return each.every(isUnreached);
  return code === 'UND_ERR_CONNECT_TIMEOUT' || syscall === 'connect' || syscall === 'getaddrinfo';
}

/** The request itself can't be written, whenever and wherever it is sent. */
export function isMiswritten(error: unknown): error is Error {
  return error instanceof errors.InvalidArgumentError;
}
