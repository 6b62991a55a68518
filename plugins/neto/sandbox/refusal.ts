/** What the store says no to; it becomes a message in the envelope, never a broken connection. */
export class Refusal extends Error {}

/** The thing a write names does not exist. The store only warns about it and does the rest of the batch. */
export class Missing extends Refusal {
  constructor(noun: string, key: string) {
    super(`Cannot find ${noun} ${key}`);
  }
}
