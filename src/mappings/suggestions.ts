import type { AppValue } from './app-values.js';

interface Asked {
  value: string;
  label: string;
}

/**
 * What each unmapped value of the store is probably called in the app: whatever has the same code or name. Only where that is
 * one thing and no more; a guess that a person has to check twice helps nobody.
 */
export function suggestions(asked: Asked[], app: AppValue[], taken: ReadonlySet<string>): Map<string, string> {
  const free = app.filter(({ value }) => !taken.has(value));
  const byName = new Map<string, Set<string>>();
  for (const { value, label } of free) {
    for (const name of [plain(value), plain(label)]) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  }
  const suggested = new Map<string, string>();
  for (const { value, label } of asked) {
    const [only, another] = byName.get(plain(value)) ?? byName.get(plain(label)) ?? [];
    if (only !== undefined && another === undefined) suggested.set(value, only);
  }
  return suggested;
}

/** What is typed rather than chosen is most often called the same on both sides. */
export function sameText(asked: Asked[], maxLength: number): Map<string, string> {
  return new Map(asked.filter(({ value }) => value.length <= maxLength).map(({ value }) => [value, value]));
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
