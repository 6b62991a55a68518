import type { Manifest } from '../sdk/host/index.js';

/** The addons that a search means, best first. Every word has to be found; a slip of a letter or two is forgiven. */
export function search<Found extends { manifest: Manifest }>(addons: Found[], text: string): Found[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return addons;
  return addons
    .map((addon) => ({ addon, score: scoreOf(addon.manifest, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ addon }) => addon);
}

function scoreOf({ name, listing }: Manifest, wanted: string[]): number {
  const { summary, category, about, moves, touches = [] } = listing;
  const places: [string, number][] = [
    [name, 8],
    [category, 4],
    [[...moves.in, ...moves.out].join(' '), 3],
    [summary, 2],
    [[...about, ...touches].join(' '), 1],
  ];
  const words = places.map(([text, weight]) => [wordsOf(text), weight] as const);
  const scores = wanted.map((word) => Math.max(...words.map(([found, weight]) => weight * closeness(word, found))));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

/** 1 for the word itself, less the further away the nearest one is, 0 when nothing is near. */
function closeness(word: string, words: string[]): number {
  let best = 0;
  for (const candidate of words) {
    if (candidate === word) return 1;
    if (candidate.startsWith(word)) best = Math.max(best, 0.9);
    else if (word.length > 2 && candidate.includes(word)) best = Math.max(best, 0.7);
    else best = Math.max(best, nearness(word, candidate));
  }
  return best;
}

function nearness(word: string, candidate: string): number {
  const allowed = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
  if (allowed === 0) return 0;
  // Still being typed: the beginning of a longer word may hold the slip.
  const begun = candidate.slice(0, word.length);
  const slips = Math.min(slipsBetween(word, candidate, allowed), slipsBetween(word, begun, allowed));
  return slips <= allowed ? 0.5 / slips : 0;
}

/** Letters to change, add, leave out or swap with their neighbour; anything above `limit` is as good as infinite. */
export function slipsBetween(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row++) {
    const next = [row];
    for (let at = 1; at <= right.length; at++) {
      const same = left[row - 1] === right[at - 1] ? 0 : 1;
      next[at] = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + same);
      const swapped = row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1];
      if (swapped) next[at] = Math.min(next[at]!, before[at - 2]! + 1);
    }
    [before, last] = [last, next];
  }
  return last[right.length]! <= limit ? last[right.length]! : Number.POSITIVE_INFINITY;
}

const TEXT_AT_MOST = 100;

function wordsOf(text: string): string[] {
  const plain = text.slice(0, 4000).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 1000);
}

/** What is looked for is a few words, however much was typed. */
export function tidySearch(typed: unknown): string {
  return typeof typed === 'string' ? typed.trim().slice(0, TEXT_AT_MOST) : '';
}
