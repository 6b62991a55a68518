import { type Answer, json, notFound, nothing, Refusal, turnedAway } from '../desk/answers.js';
import type { Client } from './clients.js';
import { type Consenting, consent } from './consent.js';
import { keySet } from './jwt.js';
import { type Bearer, bearerOf, ISSUER, issue } from './tokens.js';

const LOGIN = 'https://login.xero.com';

/** Everything the app answers before a request reaches the books of an organisation. */
export class Identity {
  constructor(
    private readonly consenting: Consenting,
    private readonly changed: () => void,
  ) {}

  /** Undefined where the path is none of the identity service's. */
  answer(request: Request, url: URL, body: string): Answer | undefined {
    const path = url.pathname.replace(/\/$/, '').toLowerCase();
    const { method } = request;
    if (path === '/identity/connect/authorize') return this.consent(method, url, new URLSearchParams(body));
    if (path === '/connect/token' && method === 'POST') return this.token(request, body);
    if (path === '/connect/revocation' && method === 'POST') return this.revoke(request, body);
    if (path === '/.well-known/openid-configuration') return json(DISCOVERY);
    if (path === '/.well-known/openid-configuration/jwks') return json(keySet());
    if (path === '/connections' && method === 'GET') return this.connections(request, url);
    if (path.startsWith('/connections/') && method === 'DELETE') return this.disconnect(request, path.split('/')[2]!);
    return undefined;
  }

  /** Who asks; refuses a token that is missing, dead or strange. */
  bearer(request: Request): Bearer {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (!token) throw turnedAway(401, 'AuthenticationUnsuccessful');
    const bearer = bearerOf(this.consenting, token);
    if (bearer === 'TokenExpired') throw turnedAway(401, 'TokenExpired: the access token is expired');
    if (bearer === 'TokenInvalidSignature') throw turnedAway(401, 'TokenInvalidSignature');
    return bearer;
  }

  /** As if a person had ticked every organisation and allowed it. */
  agree(url: URL): Answer {
    const form = new URLSearchParams({ decision: 'allow' });
    for (const { id } of this.consenting.organisations) form.append('organisation', id);
    return this.consent('POST', url, form);
  }

  private consent(method: string, url: URL, form: URLSearchParams): Answer {
    const answer = consent(this.consenting, method, url, form);
    if (method === 'POST') this.changed();
    return answer;
  }

  private token(request: Request, body: string): Answer {
    const form = this.form(request, body);
    const answer = issue(this.consenting, form, this.client(request, form));
    this.changed();
    return answer;
  }

  /** Ends the grant and every connection of the person to this app. */
  private revoke(request: Request, body: string): Answer {
    const form = this.form(request, body);
    const client = this.client(request, form);
    const grant = this.consenting.tenancy.ownerOf(client.id, form.get('token') ?? '');
    if (grant) {
      grant.revoked = true;
      this.consenting.tenancy.disconnect((connection) => connection.clientId === client.id);
      this.changed();
    }
    return nothing(200);
  }

  private connections(request: Request, url: URL): Answer {
    const { client } = this.bearer(request);
    const event = url.searchParams.get('authEventId');
    const names = new Map(this.consenting.organisations.map(({ id, name }) => [id, name]));
    const mine = this.consenting.tenancy.connectionsOf(client.id).filter((one) => !event || one.authEventId === event);
    return json(
      mine.map(({ id, authEventId, tenantId, created, updated }) => ({
        id,
        authEventId,
        tenantId,
        tenantType: 'ORGANISATION',
        tenantName: names.get(tenantId) ?? '',
        createdDateUtc: new Date(created).toISOString(),
        updatedDateUtc: new Date(updated).toISOString(),
      })),
    );
  }

  private disconnect(request: Request, id: string): Answer {
    const { client } = this.bearer(request);
    const gone = this.consenting.tenancy.disconnect((one) => one.id === id && one.clientId === client.id);
    if (gone === 0) throw notFound();
    this.changed();
    return nothing();
  }

  private form(request: Request, body: string): URLSearchParams {
    const type = request.headers.get('content-type') ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded'))
      throw new Refusal(json({ error: 'invalid_request' }, 400));
    return new URLSearchParams(body);
  }

  /** By Basic authentication, or by the form. */
  private client(request: Request, form: URLSearchParams): Client {
    const [, basic] = /^Basic (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    const pair = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString();
    const colon = pair?.indexOf(':') ?? -1;
    const id = pair === undefined ? (form.get('client_id') ?? '') : formDecoded(pair.slice(0, colon));
    const secret = pair === undefined ? form.get('client_secret') : formDecoded(pair.slice(colon + 1));
    if (!id) throw new Refusal(json({ error: 'invalid_request' }, 400));
    const client = this.consenting.clients.find((one) => one.id === id);
    if (client?.secret !== secret || !client) throw new Refusal(json({ error: 'invalid_client' }, 400));
    return client;
  }
}

// RFC 6749 encodes both halves as form values before they are joined.
const formDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const DISCOVERY = {
  issuer: ISSUER,
  authorization_endpoint: `${LOGIN}/identity/connect/authorize`,
  token_endpoint: `${ISSUER}/connect/token`,
  revocation_endpoint: `${ISSUER}/connect/revocation`,
  jwks_uri: `${ISSUER}/.well-known/openid-configuration/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['plain', 'S256'],
};
