import { readDay } from '../../logs/days.js';
import { shift } from '../range.js';

/** More than that is better asked for in parts: years of documents take an app hours to state. */
const LONGEST = 731;

/** The dates that somebody chose, or what is wrong with them. */
export function readRange(body: Record<string, unknown>): { from: string; to: string } | { problem: string } {
  const [from, to] = [readDay(body.from), readDay(body.to)];
  if (from === undefined || to === undefined) return { problem: 'Choose from when to when it is to be compared.' };
  if (from > to) return { problem: 'The first day must not lie behind the last one.' };
  if (to > shift(from, LONGEST)) return { problem: 'Choose two years at most.' };
  return { from, to };
}
