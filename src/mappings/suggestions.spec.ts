import { describe, expect, it } from 'vitest';
import { sameText, suggestions } from './suggestions.js';

const store = (...values: [value: string, label?: string][]) =>
  values.map(([value, label = value]) => ({ value, label }));
const none = new Set<string>();

describe('suggestions', () => {
  it('find the same code or name, however it is spelt', () => {
    const app = store(['syd-1', 'Sydney'], ['M1', 'melbourne (main)'], ['X', 'Perth']);
    const found = suggestions(store(['SYD 1'], ['MEL', 'Melbourne Main'], ['ADL', 'Adelaide']), app, none);
    expect([...found]).toEqual([
      ['SYD 1', 'syd-1'],
      ['MEL', 'M1'],
    ]);
  });

  it('prefer the code to the name', () => {
    expect([...suggestions(store(['A', 'B']), store(['A', 'x'], ['B', 'y']), none)]).toEqual([['A', 'A']]);
  });

  it('say nothing where two things are called that', () => {
    expect(suggestions(store(['SYD', 'Sydney']), store(['1', 'Sydney'], ['2', 'sydney']), none).size).toBe(0);
  });

  it('offer nothing that is taken', () => {
    expect(suggestions(store(['SYD']), store(['syd', 'Sydney']), new Set(['syd'])).size).toBe(0);
  });

  it('offer the same words where they fit', () => {
    expect([...sameText(store(['Faulty'], ['Wrong size ordered']), 10)]).toEqual([['Faulty', 'Faulty']]);
  });
});
