import { fromPlainError, type PlainError, toPlainError } from '../../sdk/host/index.js';

/** What crosses a process boundary: a question, or the answer to one, which bears its number. */
export type Message = Question | Answer;

export interface Question {
  id: number;
  ask: string;
  args: unknown[];
}

export interface Answer {
  id: number;
  answer?: unknown;
  error?: unknown;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

type Functions = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * One of two ends, each with functions that the other may call. Errors cross as plain data and arrive as what they were:
 * `TryLater` is a `TryLater` on either side.
 */
export class Channel {
  private readonly functions: Map<string, Functions[string]>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(
    functions: Functions,
    private readonly post: (message: Message) => Promise<void>,
  ) {
    // No plain object, so that 'constructor' is no function that the other side can call.
    this.functions = new Map(Object.entries(functions));
  }

  /** How long a call may take is the host's to say, call by call. */
  ask(method: string, ...args: unknown[]): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ id, ask: method, args }).catch((error: unknown) => this.settle(id)?.reject(error));
    });
  }

  /** Answers a question. */
  async hear({ id, ask, args }: Question): Promise<void> {
    try {
      const asked = this.functions.get(ask);
      if (!asked) throw new Error(`There is no function "${ask}"`);
      await this.post({ id, answer: await asked(...(args as never[])) });
    } catch (error) {
      // Also of an answer that can't cross: whoever asked would wait for ever.
      await this.post({ id, error: toPlainError(error) });
    }
  }

  /** Gives an answer to who asked; false when nobody did. */
  accept({ id, answer, error }: Answer): boolean {
    const waiting = this.settle(id);
    if (error === undefined) waiting?.resolve(answer);
    else waiting?.reject(errorOf(error));
    return waiting !== undefined;
  }

  /** Whoever still waits for an answer gets this error. */
  close(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
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
