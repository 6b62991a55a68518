import type { Clock } from '../../clock/clock.js';
import type { HttpAnswer, HttpRequest, Manifest } from '../../sdk/index.js';
import type { Credentials } from '../credentials.js';
import type { Exchanges } from '../exchanges/exchanges.service.js';
import type { Turnstile } from '../limits/turnstile.js';
import { makesSense, textOf } from './answer-text.js';
import type { Endpoints } from './endpoints.js';
import { type Letter, writeLetter } from './letter.js';
import { NotAllowed } from './not-allowed.js';
import { pauseAfter, type Setback } from './patience.js';
import { isMiswritten, setbackIn, setbackOf } from './setbacks.js';
import type { Carried, Wire } from './wire.js';

/** For whom a door is opened, and for how long. */
export interface Use {
  storeId: number;
  installationId: number;
  runId?: number;
  manifest: Pick<Manifest, 'hosts' | 'connection' | 'limits'>;
  /** Ends waiting, and what is under way. */
  signal: AbortSignal;
  /** Throws when the run's lease is lost; asked before each request leaves. */
  stillOurs?: () => void;
  /** False in previews: only requests that read go out, and nothing is kept. */
  writes: boolean;
}

/** The other end of the door, known once its connection is loaded. */
export interface Line {
  connectionId?: number;
  credentials: Credentials;
  /** Absent while credentials are only being tried: nobody knows yet whose limits they count against. */
  turnstile?: Turnstile;
}

export interface DoorParts {
  clock: Clock;
  wire: Wire;
  exchanges: Exchanges;
  endpoints: Endpoints;
}

/** What one try came to. */
interface Outcome {
  carried?: Carried;
  text?: string;
  setback?: Setback;
  /** Ends the request at once. */
  thrown?: unknown;
}

type Try = { answer: HttpAnswer } | { setback: Setback };

/** Carries one use's requests, with the patience and the care that each of them needs. */
export class Door {
  constructor(
    private readonly use: Use,
    private readonly line: Line,
    private readonly parts: DoorParts,
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { use, line, parts } = this;
    const letter = writeLetter(request, use.manifest, line.credentials, parts.endpoints);
    if (!use.writes && !letter.reads) {
      throw new NotAllowed(`A preview sends nothing: ${letter.method} ${letter.address.path} stayed here.`);
    }
    const began = parts.clock.now();
    for (let tries = 1; ; tries++) {
      const result = await this.tryOnce(letter);
      if ('answer' in result) return result.answer;
      const setback = { ...result.setback, why: letter.strike(result.setback.why) };
      const pause = pauseAfter(setback, letter, { tries, elapsed: parts.clock.now() - began });
      if (setback.kind === 'refused') line.turnstile?.pause(parts.clock.now() + pause);
      await this.wait(pause);
    }
  }

  /** Whoever stops a run finds its own reason, not the timer's. */
  private async wait(milliseconds: number): Promise<void> {
    const { signal } = this.use;
    await this.parts.clock.sleep(milliseconds, signal).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  }

  private async tryOnce(letter: Letter): Promise<Try> {
    const leave = await this.line.turnstile?.enter(this.use.signal);
    try {
      this.use.signal.throwIfAborted();
      this.use.stillOurs?.();
      return await this.carry(letter, () => leave?.());
    } finally {
      leave?.();
    }
  }

  private async carry(letter: Letter, leave: () => void): Promise<Try> {
    const at = this.parts.clock.date();
    const began = performance.now();
    const outcome = await this.outcomeOf(letter);
    // The app is done with this one: the next needn't wait for our own database. An app that asks for fewer is left alone first.
    if (outcome.setback?.kind !== 'refused') leave();
    const exchange = await this.keep(letter, outcome, at, performance.now() - began);
    if (outcome.thrown) throw outcome.thrown;
    if (outcome.setback) return { setback: outcome.setback };
    const { status, headers } = outcome.carried!;
    return { answer: { status, headers, body: outcome.text!, exchange } };
  }

  private async outcomeOf(letter: Letter): Promise<Outcome> {
    const { host } = letter.address;
    try {
      const carried = await this.parts.wire.carry(letter, this.use.signal);
      const text = textOf(carried);
      const sense = makesSense(carried, text, letter.headers.accept);
      return { carried, text, setback: setbackIn(carried, sense, host, this.parts.clock.now()) };
    } catch (error) {
      if (error instanceof NotAllowed) return { thrown: error };
      if (isMiswritten(error)) return { thrown: new NotAllowed(letter.strike(error.message)) };
      if (!this.use.signal.aborted) return { setback: setbackOf(error, host) };
      // What may be repeated can simply stop; of the rest somebody has to find out whether it arrived.
      return letter.repeatable
        ? { thrown: this.use.signal.reason }
        : { setback: { kind: 'unclear', why: `Stopped before ${host} had answered.` } };
    }
  }

  private async keep(
    letter: Letter,
    { carried, text, setback, thrown }: Outcome,
    at: Date,
    ms: number,
  ): Promise<number> {
    const { use, line, parts } = this;
    if (!use.writes) return 0;
    const { address } = letter;
    const sent = {
      storeId: use.storeId,
      installationId: use.installationId,
      runId: use.runId,
      connectionId: line.connectionId,
      at,
      ms,
      method: letter.method,
      url: `https://${address.host}${address.path}${address.query && `?${address.query}`}`,
      purpose: letter.purpose,
      requestHeaders: letter.headers,
      requestBody: letter.body,
      status: carried?.status,
      answerHeaders: carried?.headers,
      answerBody: text,
      failure: setback?.why ?? (thrown instanceof Error ? thrown.message : undefined),
      strike: letter.strike,
      hidden: letter.hidden,
    };
    return letter.repeatable ? parts.exchanges.keep(sent) : parts.exchanges.keepNow(sent);
  }
}
