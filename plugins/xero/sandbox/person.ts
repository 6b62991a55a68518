import type { Books } from './books/books.js';

/** Somebody working in the app by hand. */
export interface Person {
  /** The tenant ids by name of the organisation. */
  organisations(): { id: string; name: string }[];
}

export function personAt(all: readonly Books[]): Person {
  return { organisations: () => all.map(({ organisation: { id, name } }) => ({ id, name })) };
}
