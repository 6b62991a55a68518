import { createHash } from 'node:crypto';
import { type Answer, refused } from '../desk/answers.js';

const WINDOW = 6 * 60_000;
const LONGEST = 128;
// Answers are large; a busy bench makes many of them.
const MOST_KEPT = 1000;

interface Kept {
  at: number;
  print: string;
  answer: Answer;
}

/** Repeats the answer to a request that comes again under the same key, errors too. */
export class Idempotency {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly now: () => number) {}

  /** `scope` says whose keys these are. */
  once(scope: string, request: Request, body: string, answer: () => Answer): Answer {
    const key = request.headers.get('idempotency-key');
    if (key === null || request.method === 'GET') return answer();
    if (key.length > LONGEST)
      throw refused(400, 'ValidationException', 'The Idempotency-Key has more than 128 characters.');
    this.sweep();
    const name = `${scope}\n${key}`;
    const url = new URL(request.url);
    const print = createHash('sha256')
      .update(`${request.method} ${url.pathname}${url.search}\n${body}`)
      .digest('base64');
    const earlier = this.kept.get(name);
    if (earlier && earlier.print !== print) {
      throw refused(400, 'ValidationException', 'The Idempotency-Key has already been used with a different request.');
    }
    if (earlier) return earlier.answer;
    const fresh = answer();
    this.kept.set(name, { at: this.now(), print, answer: fresh });
    return fresh;
  }

  /** They come in the order of time, so the oldest are in front. */
  private sweep(): void {
    for (const [name, { at }] of this.kept) {
      if (this.now() - at < WINDOW && this.kept.size < MOST_KEPT) return;
      this.kept.delete(name);
    }
  }
}
