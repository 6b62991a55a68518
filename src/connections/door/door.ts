import type { Manifest } from '../../sdk/host/index.js';
import { type HttpAnswer, type HttpRequest, Reconnect } from '../../sdk/index.js';
import type { Credentials } from '../credentials.js';
import type { Turnstile } from '../limits/turnstile.js';
import { bothStrikers, strikerOf } from '../strike-out.js';
import { makesSense, textOf, utf8Of } from './answer-text.js';
import type { DoorParts } from './door-parts.js';
import { answerAfter, errorAfter } from './earlier-tries.js';
import { type Letter, writeLetter } from './letter.js';
import { NotAllowed } from './not-allowed.js';
import { pauseAfter, type Setback } from './patience.js';
import { isMiswritten, setbackIn, setbackOf } from './setbacks.js';
import type { Carried, Wire } from './wire.js';

/** For whom a door is opened, and for how long. */
export interface Use {
  storeId: number;
  installationId: number;
  /** Absent where a person waits for the answer: they go first. */
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
  /** Signs with a token, which doesn't hold for ever. */
  tokens?: LineTokens;
  /** Sent instead of the recipe's headers. */
  headers?: Record<string, string>;
  /** What else must not be kept: of the request, and of an answer that brings new secrets. */
  secrets?: readonly string[];
  secretsIn?(answer: string): string[];
  /** Where the other end is no app. */
  wire?: Pick<Wire, 'carry'>;
}

export interface LineTokens {
  access(): Promise<string>;
  /** Another one than the app has just refused; undefined where none can be had. */
  renew(refused: string): Promise<string | undefined>;
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
    const { tokens } = this.line;
    if (!tokens) return this.sendAs(request);
    const token = await tokens.access();
    const answer = await this.sendAs(request, token);
    if (answer.status !== 401) return answer;
    // Refused means that nothing was carried out: it may be sent again, whatever it is. Once.
    const renewed = await tokens.renew(token);
    if (renewed === undefined) return answer;
    const again = await this.sendAs(request, renewed);
    if (again.status === 401) throw new Reconnect('The app refuses even a token that it has just given.');
    return again;
  }

  private async sendAs(request: HttpRequest, bearer?: string): Promise<HttpAnswer> {
    const { use, line, parts } = this;
    const { credentials, headers, secrets } = line;
    const letter = writeLetter(request, use.manifest, credentials, parts.endpoints, { bearer, headers, secrets });
    if (!use.writes && !letter.reads) {
      throw new NotAllowed(`A preview sends nothing: ${letter.method} ${letter.address.path} stayed here.`);
    }
    const began = parts.clock.now();
    let unclear: string | undefined;
    try {
      for (let tries = 1; ; tries++) {
        const result = await this.tryOnce(letter);
        if ('answer' in result) return answerAfter(unclear, result.answer);
        const setback = { ...result.setback, why: letter.strike(result.setback.why) };
        if (setback.kind === 'unclear' && !letter.reads) unclear = setback.why;
        const pause = pauseAfter(setback, letter, { tries, elapsed: parts.clock.now() - began });
        if (setback.kind === 'refused') line.turnstile?.pause(parts.clock.now() + pause);
        await this.wait(pause);
      }
    } catch (error) {
      throw errorAfter(unclear, error, this.stopped());
    }
  }

  /** A run that is somebody else's now has nothing more to say of what it sent. */
  private stopped(): unknown {
    const reason: unknown = this.use.signal.reason;
    return reason instanceof Error && reason.name === 'LostLease' ? undefined : reason;
  }

  /** Whoever stops a run finds its own reason, not the timer's. */
  private async wait(milliseconds: number): Promise<void> {
    const { signal } = this.use;
    await this.parts.clock.sleep(milliseconds, signal).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  }

  private async tryOnce(letter: Letter): Promise<Try> {
    const leave = await this.line.turnstile?.enter(this.use.signal, this.use.runId === undefined);
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
      const carried = await (this.line.wire ?? this.parts.wire).carry(letter, this.use.signal);
      const text = textOf(carried);
      const sense = makesSense(carried, text, letter.headers.accept);
      return { carried, text, setback: setbackIn(carried, sense, host, this.parts.clock.now()) };
    } catch (error) {
      if (error instanceof NotAllowed) return { thrown: error };
      if (isMiswritten(error)) return { thrown: new NotAllowed(letter.strike(error.message)) };
      if (!this.use.signal.aborted) return { setback: setbackOf(error, host) };
      // What only reads can simply stop; of the rest somebody has to find out whether it arrived.
      return letter.reads
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
      answerBytes: carried && utf8Of(carried),
      failure: setback?.why ?? (thrown instanceof Error ? thrown.message : undefined),
      strike: line.secretsIn && text ? bothStrikers(letter.strike, strikerOf(line.secretsIn(text))) : letter.strike,
      hidden: letter.hidden,
    };
    return letter.repeatable ? parts.exchanges.keep(sent) : parts.exchanges.keepNow(sent);
  }
}
