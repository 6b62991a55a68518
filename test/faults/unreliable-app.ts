import { answerAfter, errorAfter } from '../../src/connections/door/earlier-tries.js';
import type { Manifest } from '../../src/sdk/host/index.js';
import { type HttpAnswer, type HttpRequest, NoAnswer, type Sandbox, TryLater } from '../../src/sdk/index.js';
import type { Chance } from './chance.js';
import { type Entry, entryTo } from './entry.js';
import type { Life } from './life.js';
import type { VirtualClock } from './virtual-clock.js';

const KINDS = [
  'drop before',
  'drop after',
  'error after',
  'error before',
  'late',
  'too many',
  'too many, no word when',
  'forbidden',
  'garbage',
  'garbage instead',
  'half a body',
  'hang',
] as const;

/** The app behind a bad line: answers get lost, come broken or late, and some requests are carried out after we gave up. */
export class UnreliableApp {
  private readonly late: { at: number; request: () => Request }[] = [];
  private trouble: number;
  private busy = 0;
  private readonly entry: Entry;
  /** What happened, for the report of a seed that failed. */
  readonly story: string[] = [];

  constructor(
    readonly sandbox: Sandbox,
    manifest: Manifest,
    private readonly chance: Chance,
    private readonly clock: VirtualClock,
    /** Milliseconds after which no request is carried out any more that was sent before. */
    private readonly settle: number,
  ) {
    this.trouble = chance.pick([0.05, 0.15, 0.35, 0.6]);
    this.entry = entryTo(sandbox, manifest);
  }

  /** From now on everything works. */
  calmDown(): void {
    this.trouble = 0;
  }

  /** It takes none of the next few requests, and says when to come again. */
  turnAway(requests: number): void {
    this.busy = requests;
  }

  /** Carries out what arrived late, now that time has passed. */
  async catchUp(): Promise<void> {
    const due = this.late.filter(({ at }) => at <= this.clock.now());
    for (const entry of due) {
      this.late.splice(this.late.indexOf(entry), 1);
      const answer = await this.sandbox.handle(entry.request());
      this.story.push(`${this.time()} late: carried out with ${answer.status}`);
    }
  }

  /** The door to the app as one process has it. */
  doorOf(life: Life): (request: HttpRequest) => Promise<HttpAnswer> {
    // Between two runs somebody reconnects what was lost.
    this.entry.mend();
    return async (request) => {
      life.boundary();
      this.upset();
      const repeatable = request.repeatable ?? (request.method ?? 'GET') === 'GET';
      const reads = request.reads ?? (request.method ?? 'GET') === 'GET';
      let unclear: string | undefined;
      for (let tries = 1; ; tries++) {
        try {
          return answerAfter(unclear, await this.once(request, life));
        } catch (error) {
          if (!(error instanceof NoAnswer && repeatable && tries < 3)) throw errorAfter(unclear, error);
          if (!reads) unclear = error.message;
        }
      }
    };
  }

  /** What happens to the connection itself, rarer than what happens to answers. */
  private upset(): void {
    const { upsets } = this.entry;
    if (upsets.length === 0 || !this.chance.happens(this.trouble / 8)) return;
    const upset = this.chance.pick(upsets);
    this.story.push(`${this.time()} ${upset.what}`);
    upset.happen();
  }

  private async once(request: HttpRequest, life: Life): Promise<HttpAnswer> {
    const answer = await this.attempt(life, await this.entry.written(request));
    if (answer.status !== 401 || !(await this.entry.renew())) return answer;
    return this.attempt(life, await this.entry.written(request));
  }

  private async attempt(life: Life, make: () => Request): Promise<HttpAnswer> {
    const { method, url } = make();
    if (this.busy > 0) {
      this.busy--;
      throw new TryLater({ seconds: 60 });
    }
    const kind = this.chance.happens(this.trouble) ? this.chance.pick(KINDS) : undefined;
    this.story.push(`${this.time()} ${method} ${new URL(url).pathname}${kind ? `: ${kind}` : ''}`);
    if (kind === 'too many') throw new TryLater({ seconds: this.chance.between(1, 90) });
    if (kind === 'too many, no word when') throw new TryLater();
    if (kind === 'drop before' || kind === 'error before') throw new NoAnswer(`The app gave no answer (${kind}).`);
    if (kind === 'late') {
      this.late.push({ at: this.clock.now() + this.chance.between(1000, this.settle - 1000), request: make });
      throw new NoAnswer('The app took too long.');
    }
    if (kind === 'forbidden') return { status: 403, headers: {}, body: '{"Message":"Forbidden"}', exchange: 0 };
    if (kind === 'garbage instead') return garbage();
    const answer = await this.sandbox.handle(make());
    const text = await answer.text();
    // The process may die while the answer is on its way.
    life.boundary();
    if (kind === 'garbage') return garbage();
    if (kind !== undefined) throw new NoAnswer(`The app's answer got lost (${kind}).`);
    if (answer.status === 429) throw new TryLater({ seconds: 30 });
    if (answer.status >= 500) throw new NoAnswer(`The app answered ${answer.status}.`);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: text, exchange: 0 };
  }

  private time(): string {
    return new Date(this.clock.now()).toISOString().slice(11, 19);
  }
}

/** What some box between the app and us says in its place, and calls it fine. */
const garbage = (): HttpAnswer => ({ status: 200, headers: {}, body: '<html>Please wait…</html>', exchange: 0 });
