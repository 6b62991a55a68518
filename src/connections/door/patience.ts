import { NoAnswer, TryLater } from '../../sdk/index.js';
import type { Letter } from './letter.js';

/** What became of one try that brought no answer for the plugin. */
export interface Setback {
  /** `refused`: the app said 429, nothing was carried out. `unreached`: nothing left this machine. `unclear`: it may have been. */
  kind: 'refused' | 'unreached' | 'unclear';
  why: string;
  /** Milliseconds the app asks to wait. */
  retryAfter?: number;
}

export interface Trying {
  /** From 1. */
  tries: number;
  /** Milliseconds since the first. */
  elapsed: number;
}

const TRIES = 3;
const REFUSALS = 5;
const WITHIN = 60_000;

/** How long to wait before the same letter may be tried again; throws when it may not, or has been often enough. */
export function pauseAfter(setback: Setback, letter: Pick<Letter, 'repeatable'>, { tries, elapsed }: Trying): number {
  const { kind, why } = setback;
  const pause = setback.retryAfter ?? jitter(tries);
  const inTime = elapsed + pause <= WITHIN;
  if (kind === 'refused') {
    if (inTime && tries < REFUSALS) return pause;
    throw new TryLater({ seconds: Math.ceil((setback.retryAfter ?? WITHIN) / 1000), why });
  }
  if (letter.repeatable && inTime && tries < TRIES) return pause;
  // Down for longer, and saying so.
  if (letter.repeatable && (setback.retryAfter ?? 0) > WITHIN) {
    throw new TryLater({ seconds: Math.ceil(setback.retryAfter! / 1000), why });
  }
  if (kind === 'unreached' && !letter.repeatable) throw new TryLater({ why });
  throw new NoAnswer(why);
}

/** Anything up to the bound, so that many who failed together don't come back together. */
function jitter(tries: number): number {
  return Math.random() * 1000 * 3 ** (tries - 1);
}

/** `Retry-After` in milliseconds: seconds, or a date of HTTP. */
export function retryAfterOf(headers: Record<string, string>, now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
