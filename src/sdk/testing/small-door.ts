import { NoAnswer, TryLater } from '../errors.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import type { Manifest } from '../manifest.js';
import { signedRequest } from '../runtime/request.js';
import type { Sandbox } from '../sandbox.js';
import type { Faults } from './faults.js';
import type { TwinTokens } from './twin-tokens.js';

/** A request that went to the twin, and what came of it. */
export interface Exchange {
  method: string;
  url: string;
  body?: string;
  /** Absent when no answer came. */
  status?: number;
  answer?: string;
  purpose?: string;
}

type Credentials = Readonly<Record<string, string>>;

const TRIES = 3;
const ASKED_TO_WAIT = 60;

/** The host's outbound door in small: signs, carries requests to the twin, repeats what is harmless to repeat. Never waits. */
export class SmallDoor {
  readonly exchanges: Exchange[] = [];

  constructor(
    private readonly manifest: Manifest,
    private readonly sandbox: Sandbox,
    private readonly credentials: Credentials,
    private readonly faults: Faults,
    /** Where the app is connected by OAuth 2. */
    private readonly tokens?: TwinTokens,
  ) {}

  /** `tenant`: the one that the request is about, once it is chosen. */
  async send(request: HttpRequest, tenant?: string): Promise<HttpAnswer> {
    const credentials = this.tokens ? { ...(tenant !== undefined && { tenant }) } : this.credentials;
    const answer = await this.sendAs(request, credentials, await this.tokens?.access());
    if (!this.tokens || answer.status !== 401) return answer;
    return this.sendAs(request, credentials, await this.tokens.refresh());
  }

  private async sendAs(request: HttpRequest, credentials: Credentials, token?: string): Promise<HttpAnswer> {
    const repeatable = request.repeatable ?? (request.reads || (request.method ?? 'GET') === 'GET');
    for (let tries = 1; ; tries++) {
      const last = tries === TRIES;
      const answer = await this.carry(request, credentials, token);
      if (answer?.status === 429) {
        const seconds = Number(answer.headers['retry-after'] ?? ASKED_TO_WAIT);
        if (last) throw new TryLater({ seconds, why: 'The app asks to be sent fewer requests.' });
      } else if (answer && answer.status < 500) {
        return answer;
      } else if (!repeatable || last) {
        throw new NoAnswer(
          answer ? `The app answered ${answer.status}.` : 'The connection broke before the app had answered.',
        );
      }
    }
  }

  private async carry(request: HttpRequest, credentials: Credentials, token?: string): Promise<HttpAnswer | undefined> {
    const { method, url, headers, body } = signedRequest(this.manifest, credentials, request);
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    const exchange: Exchange = { method, url, body, purpose: request.purpose };
    this.exchanges.push(exchange);
    const response = await this.answer(request, new Request(url, { method, headers, body }));
    if (!response) return undefined;
    exchange.status = response.status;
    exchange.answer = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: exchange.answer,
      exchange: this.exchanges.length,
    };
  }

  private async answer(request: HttpRequest, sent: Request): Promise<Response | undefined> {
    const fault = this.faults.take(request);
    if (fault === 'drop before') return undefined;
    if (fault === 'too many') return new Response('', { status: 429, headers: { 'retry-after': '30' } });
    if (fault === 'expired') return new Response('', { status: 401 });
    const response = await this.sandbox.handle(sent);
    if (fault === 'drop after') return undefined;
    if (fault === 'error after') return new Response('', { status: 500 });
    return response;
  }
}
