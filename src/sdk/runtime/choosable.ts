import type { PickOption } from '../plugin.js';

const LONGEST = 500;

/** What a person can choose of what an app offers: one thing without a proper name must not take the whole list away. */
export function choosable(options: readonly PickOption[]): PickOption[] {
  if (!Array.isArray(options)) throw new Error('What a pick-list answers must be a list.');
  return options.flatMap(({ value, label }): PickOption[] => {
    if (!isText(value) || value === '' || value.length > LONGEST) return [];
    return [{ value, label: isText(label) && label !== '' ? label.slice(0, LONGEST) : value }];
  });
}

// Declared as texts, but taken over from what the app said.
const isText = (value: unknown): value is string => typeof value === 'string';
