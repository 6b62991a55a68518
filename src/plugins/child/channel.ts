import { createBirpc } from 'birpc';
import { fromPlainError, type PlainError, toPlainError } from '../../sdk/host/index.js';

/** Two ends of a process boundary, each with functions that the other may call. */
export interface Wire {
  post(message: unknown): Promise<void>;
  on(receive: (message: Message) => void): void;
}

/** A question, or an answer to one. */
export interface Message {
  t: 'q' | 's';
  /** Ties an answer to its question. */
  i?: string;
  /** Question: the function and its arguments. */
  m?: string;
  a?: unknown[];
  /** Answer: what came back, or what went wrong. */
  r?: unknown;
  e?: unknown;
}

export interface Channel {
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  /** Whoever still waits for an answer gets this error. */
  close(error: Error): void;
}

type Functions = Record<string, (...args: never[]) => Promise<unknown>>;

/** Errors cross as plain data and arrive as what they were: `TryLater` is a `TryLater` on either side. */
export function openChannel(functions: Functions, wire: Wire): Channel {
  // Without a prototype, so that 'constructor' is no function that the other side can call.
  const offered: Functions = Object.assign(Object.create(null), functions);
  const rpc = createBirpc<Record<string, (...args: unknown[]) => Promise<unknown>>, Functions>(offered, {
    post: (message) => wire.post(message),
    on: (receive) => wire.on(receive),
    serialize: (message: Message) => (message.e === undefined ? message : { ...message, e: toPlainError(message.e) }),
    deserialize: (message: Message) => (message.e === undefined ? message : { ...message, e: errorOf(message.e) }),
    // How long a call may take is the host's to say, call by call.
    timeout: -1,
    bind: 'functions',
    // An answer that can't be delivered has no one left to read it; a call that can't be must fail.
    onGeneralError: (_, answering) => answering !== undefined,
  });
  // Kept here and not left to the library: what it rejects while a message is still being posted nobody listens to yet, and an
  // error that nobody listens to ends the whole hub.
  const waiting = new Set<(error: Error) => void>();
  return {
    ask: (method, ...args) =>
      new Promise((resolve, reject) => {
        waiting.add(reject);
        rpc
          .$call(method, ...args)
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      }),
    close: (error) => {
      for (const reject of waiting) reject(error);
      waiting.clear();
    },
  };
}

const LONGEST = 10_000;

function errorOf(given: unknown): Error {
  const { name, message, seconds } = Object(given) as Partial<Record<keyof PlainError, unknown>>;
  return fromPlainError({
    name: typeof name === 'string' ? name.slice(0, 200) : 'Error',
    message: typeof message === 'string' ? message.slice(0, LONGEST) : 'An error without a message.',
    seconds: typeof seconds === 'number' && seconds >= 0 ? seconds : undefined,
  });
}
