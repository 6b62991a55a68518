const MINUTE = 60_000;

/** So many requests in any sixty seconds; the next one is sent away. */
export class RateLimit {
  private readonly recent: number[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly tellWhen: boolean,
  ) {}

  /** The refusal, or undefined when the request may pass. */
  refuse(now: number): Response | undefined {
    while (this.recent.length > 0 && this.recent[0]! <= now - MINUTE) this.recent.shift();
    if (this.recent.length < this.perMinute) {
      // Without a limit there is nothing to remember.
      if (Number.isFinite(this.perMinute)) this.recent.push(now);
      return undefined;
    }
    const seconds = Math.ceil(((this.recent[0] ?? now) + MINUTE - now) / 1000);
    return new Response('Too Many Requests', {
      status: 429,
      headers: this.tellWhen ? { 'retry-after': String(seconds) } : {},
    });
  }
}
