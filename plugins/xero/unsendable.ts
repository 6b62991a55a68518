import type { NotSent } from 'patchbay/sdk';

/** Something that can't be sent as it stands, and why. Thrown where it is noticed, answered by the build. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';

  constructor(readonly outcome: NotSent) {
    super(Object.values(outcome).join());
  }
}

/** Only the merchant can go on; the words say what to do and where. */
export function needsPerson(what: string): never {
  throw new Unsendable({ needsPerson: what });
}

export function notDue(why: string): never {
  throw new Unsendable({ notDue: why });
}

/** What a build makes, or why it makes nothing. */
export function orWhyNot<T>(build: () => T): T | NotSent {
  try {
    return build();
  } catch (error) {
    if (error instanceof Unsendable) return error.outcome;
    throw error;
  }
}
