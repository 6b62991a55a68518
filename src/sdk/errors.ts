/**
 * The three things that may go wrong on purpose. Throw one from any function of a plugin; anything else that is thrown
 * is taken for a bug: tried a few times, then shown to a person with its message.
 */

/** The app can't right now (busy, at its limit, down for maintenance). Tried again by itself; nothing fails. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  /** Seconds to wait at least; the host chooses when absent. */
  readonly seconds?: number;

  constructor(options: { seconds?: number; why?: string } = {}) {
    super(options.why ?? 'The app asked to be tried again later.');
    this.seconds = options.seconds;
  }
}

/** The app no longer accepts our credentials. Tasks of the connection pause until a person reconnects; nothing is lost. */
export class Reconnect extends Error {
  override readonly name = 'Reconnect';

  constructor(why = 'The app does not accept these credentials.') {
    super(why);
  }
}

/** Only a person can go on. The message says what to do, in words a merchant understands. */
export class NeedsPerson extends Error {
  override readonly name = 'NeedsPerson';
}

/**
 * A request left and no trustworthy answer came back: the connection broke, time ran out, or the app answered 5xx or
 * nonsense. It may or may not have been carried out. Thrown by `http`; let it pass, and the host finds out what happened.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** How an error crosses a process boundary. */
export interface PlainError {
  name: string;
  message: string;
  seconds?: number;
}

const known = { TryLater, Reconnect, NeedsPerson, NoAnswer };

/** An error of a plugin's function as the host gets to see it. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof TryLater) return { name: error.name, message: String(error.message), seconds: error.seconds };
  // As texts, whatever was put there: an error that can't cross would leave its caller waiting.
  if (error instanceof Error) return { name: String(error.name), message: String(error.message) };
  return { name: 'Error', message: String(error) };
}

/** The same error again, as the one of these classes that it was. */
export function fromPlainError(plain: PlainError): Error {
  if (plain.name === 'TryLater') return new TryLater({ seconds: plain.seconds, why: plain.message });
  // The name may come from a plugin's own process: 'constructor' is none of ours.
  if (Object.hasOwn(known, plain.name)) {
    return new known[plain.name as Exclude<keyof typeof known, 'TryLater'>](plain.message);
  }
  return Object.assign(new Error(plain.message), { name: plain.name });
}
