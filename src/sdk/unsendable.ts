import type { NotSent } from './tasks/index.js';

/**
 * What a build is about can't be sent as it stands, and why. Thrown wherever that is noticed, however deep below `build`: the host
 * answers it as if `build` had returned it. Out of `change` it means `ask`. Mostly thrown by `notDue`, `rejected`, `awaits` and
 * `needsPerson`, which also fit where a value is expected: `settings.account ?? needsPerson('Choose an account in step 3.')`.
 */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';

  constructor(readonly outcome: NotSent) {
    super(Object.values(outcome).join());
  }
}

/** It isn't to be sent, at least not now, and nobody has to do anything: looked at again when the record or a setting changes. */
export function notDue(why: string): never {
  throw new Unsendable({ notDue: why });
}

/** It can't go as it is, though that may pass by itself: looked at again when something changes, and once a day for a while. */
export function rejected(why: string): never {
  throw new Unsendable({ rejected: why });
}

/**
 * What becomes of a parent that has changed since it was sent goes first (see `Parent.changed`): looked at again as soon as that is
 * settled, whoever settles it.
 */
export function awaits(what: string): never {
  throw new Unsendable({ awaits: what });
}

/** Only a person can go on. The words say what to do and where, so that a merchant understands them. */
export function needsPerson(what: string): never {
  throw new Unsendable({ needsPerson: what });
}
