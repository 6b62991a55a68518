import type { HttpAnswer, HttpRequest } from '../../sdk/index.js';

type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** What an app has said while one page is made: several lists on it may be read from the same answer, and each request counts. */
export class AlreadySaid {
  /** Who shares an answer waits for it until the same moment. */
  constructor(readonly signal: AbortSignal) {}

  private readonly answers = new Map<string, Promise<HttpAnswer>>();

  /** Asks once what is asked in the same words. */
  before(send: Send): Send {
    return (request) => {
      if ((request.method ?? 'GET') !== 'GET') return send(request);
      const words = JSON.stringify(request);
      const answer = this.answers.get(words) ?? send(request);
      this.answers.set(words, answer);
      return answer;
    };
  }
}
