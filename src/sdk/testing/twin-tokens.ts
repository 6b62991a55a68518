import { createHash, randomBytes } from 'node:crypto';
import { Reconnect } from '../errors.js';
import type { Manifest, OAuthManifest } from '../manifest.js';
import type { Sandbox } from '../sandbox.js';

interface Tokens {
  access_token: string;
  refresh_token?: string;
}

const REDIRECT = 'https://hub.example/connections/callback';

/** The host's keeping of tokens in small: a person agrees at once, or the merchant has a client of their own. */
export class TwinTokens {
  private tokens?: Promise<Tokens>;
  private readonly oauth: OAuthManifest;

  constructor(
    { connection }: Manifest,
    private readonly sandbox: Sandbox,
    /** A client of the merchant's own; absent: the hub's client, with consent. */
    private readonly own: Readonly<Record<string, string>> | undefined,
  ) {
    this.oauth = connection!.oauth!;
  }

  async access(): Promise<string> {
    this.tokens ??= this.own ? this.byOwnClient(this.own) : this.byConsent();
    return (await this.tokens).access_token;
  }

  /** After a 401. */
  async refresh(): Promise<string> {
    const { refresh_token: token } = (await this.tokens) ?? {};
    this.tokens = token ? this.ask({ grant_type: 'refresh_token', refresh_token: token }) : undefined;
    return this.access();
  }

  private byOwnClient({ clientId = '', clientSecret = '' }: Readonly<Record<string, string>>): Promise<Tokens> {
    const scope = this.oauth.clientCredentials?.scopes.join(' ') ?? '';
    return this.ask({ grant_type: 'client_credentials', scope }, { id: clientId, secret: clientSecret });
  }

  private async byConsent(): Promise<Tokens> {
    const { agree, oauthClient } = this.sandbox;
    if (!agree || !oauthClient)
      throw new Error('The sandbox needs `oauthClient` and `agree` to be connected by consent');
    const state = randomBytes(8).toString('hex');
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(this.oauth.authorizeUrl);
    const asked = {
      response_type: 'code',
      client_id: oauthClient.id,
      redirect_uri: REDIRECT,
      scope: this.oauth.scopes.join(' '),
      state,
      ...(this.oauth.pkce && { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    const answer = await agree.call(this.sandbox, new Request(url));
    const back = new URL(answer.headers.get('location') ?? REDIRECT);
    const code = back.searchParams.get('code');
    if (!code || back.searchParams.get('state') !== state) {
      throw new Reconnect(`The sandbox did not agree: ${answer.status} ${back.search || (await answer.text())}`);
    }
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    return this.ask(this.oauth.pkce ? { ...form, code_verifier: verifier } : form);
  }

  private async ask(form: Record<string, string>, client = this.sandbox.oauthClient): Promise<Tokens> {
    const basic = Buffer.from(`${client?.id ?? ''}:${client?.secret ?? ''}`).toString('base64');
    const answer = await this.sandbox.handle(
      new Request(this.oauth.tokenUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
        body: new URLSearchParams(form),
      }),
    );
    const text = await answer.text();
    if (!answer.ok) throw new Reconnect(`The sandbox gives no token: ${answer.status} ${text}`);
    return JSON.parse(text) as Tokens;
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
