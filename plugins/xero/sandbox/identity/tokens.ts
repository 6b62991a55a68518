import { createHash } from 'node:crypto';
import { twin } from 'patchbay/sdk';
import { type Answer, json, Refusal } from '../desk/answers.js';
import type { Client } from './clients.js';
import { claimsOf, signedIdToken, signedToken } from './jwt.js';
import type { Code, Grant, Tenancy } from './tenancy.js';

export const ISSUER = 'https://identity.xero.com';
const LIFETIME = 1800;
const GRACE = 30 * 60_000;
const PERSON = 'fern@fernandfig.example';

/** Who asks, once an access token has been read. */
export interface Bearer {
  client: Client;
  scopes: string[];
  token: string;
}

export type BearerProblem = 'TokenExpired' | 'TokenInvalidSignature';

export interface Issuing {
  clients: readonly Client[];
  tenancy: Tenancy;
  now: () => number;
}

const oauthError = (error: string): Refusal => new Refusal(json({ error }, 400));

/** POST /connect/token */
export function issue(issuing: Issuing, form: URLSearchParams, client: Client): Answer {
  const type = form.get('grant_type');
  const custom = client.kind === 'custom connection';
  if (type !== 'authorization_code' && type !== 'refresh_token' && type !== 'client_credentials') {
    throw oauthError(type ? 'unsupported_grant_type' : 'invalid_request');
  }
  if (custom !== (type === 'client_credentials')) throw oauthError('unauthorized_client');
  if (type === 'client_credentials') return forOneOrganisation(issuing, form, client);
  return type === 'authorization_code' ? forCode(issuing, form, client) : forRefresh(issuing, form, client);
}

function forCode(issuing: Issuing, form: URLSearchParams, client: Client): Answer {
  const { tenancy, now } = issuing;
  const [text, redirect] = [form.get('code'), form.get('redirect_uri')];
  if (!text || !redirect) throw oauthError('invalid_request');
  const code = tenancy.codes.find((one) => one.code === text);
  // Used or not, whoever shows it has spent it.
  tenancy.codes = tenancy.codes.filter((one) => one.code !== text && one.expires > now());
  const grant = code && tenancy.grantById(code.grantId);
  if (!grant || grant.clientId !== client.id || grant.revoked) throw oauthError('invalid_grant');
  if (code.expires <= now() || code.redirectUri !== redirect) throw oauthError('invalid_grant');
  if (!provesChallenge(code, form.get('code_verifier'))) throw oauthError('invalid_grant');
  if (grant.scopes.includes('offline_access')) renew(issuing, grant);
  return tokens(issuing, client, grant, code.nonce);
}

function provesChallenge({ challenge }: Code, verifier: string | null): boolean {
  if (!challenge) return true;
  if (!verifier || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  const proof = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return proof === challenge.value;
}

function forRefresh(issuing: Issuing, form: URLSearchParams, client: Client): Answer {
  const text = form.get('refresh_token');
  if (!text) throw oauthError('invalid_request');
  const grant = issuing.tenancy.grantBehind(client.id, text);
  if (!grant) throw oauthError('invalid_grant');
  renew(issuing, grant, text);
  return tokens(issuing, client, grant);
}

/**
 * A new refresh token. The one that was shown still works for half an hour from its first use, in case the answer gets lost; one
 * that nobody has shown yet is dead: two who refresh copies of one token break each other, as they would in the app.
 */
function renew({ tenancy, now }: Issuing, grant: Grant, shown?: string): void {
  const at = now();
  const still = grant.replaced.filter((old) => at < old.until);
  const isNew = shown !== undefined && still.every((old) => old.token !== shown);
  grant.replaced = isNew ? [...still, { token: shown, until: at + GRACE }] : still;
  grant.refresh = {
    token: createHash('sha256').update(`refresh ${grant.id} ${tenancy.next()}`).digest('base64url'),
    issued: at,
  };
}

/** A custom connection: no person, no refresh token, one organisation. */
function forOneOrganisation(issuing: Issuing, form: URLSearchParams, client: Client): Answer {
  const asked = (form.get('scope') ?? '').split(/[\s,]+/).filter(Boolean);
  if (asked.some((scope) => !client.scopes.includes(scope))) throw oauthError('invalid_scope');
  const scopes = asked.length > 0 ? asked : [...client.scopes];
  return json({
    access_token: accessToken(issuing, client, scopes),
    expires_in: LIFETIME,
    token_type: 'Bearer',
    scope: scopes.join(' '),
  });
}

function tokens(issuing: Issuing, client: Client, grant: Grant, nonce?: string): Answer {
  const { scopes, refresh } = grant;
  return json({
    ...(scopes.includes('openid') ? { id_token: idToken(issuing, client, nonce) } : {}),
    access_token: accessToken(issuing, client, scopes, grant.authEventId),
    expires_in: LIFETIME,
    token_type: 'Bearer',
    ...(refresh ? { refresh_token: refresh.token } : {}),
    scope: scopes.join(' '),
  });
}

function accessToken({ tenancy, now }: Issuing, client: Client, scope: string[], authEventId?: string): string {
  const at = Math.floor(now() / 1000);
  const number = tenancy.next();
  return signedToken({
    nbf: at,
    exp: at + LIFETIME,
    iss: ISSUER,
    aud: `${ISSUER}/resources`,
    client_id: client.id,
    ...(authEventId
      ? {
          sub: twin.guidFrom(PERSON),
          auth_time: at,
          xero_userid: twin.guidFrom(PERSON),
          authentication_event_id: authEventId,
        }
      : {}),
    jti: twin.guidFrom('access', number),
    number,
    scope,
  });
}

function idToken({ now }: Issuing, client: Client, nonce?: string): string {
  const at = Math.floor(now() / 1000);
  return signedIdToken({
    iss: ISSUER,
    aud: client.id,
    iat: at,
    nbf: at,
    exp: at + 300,
    sub: twin.guidFrom(PERSON),
    email: PERSON,
    given_name: 'Fern',
    family_name: 'Green',
    ...(nonce ? { nonce } : {}),
  });
}

/** Reads an access token. */
export function bearerOf({ clients, tenancy, now }: Issuing, token: string): Bearer | BearerProblem {
  const claims = claimsOf(token);
  const client = clients.find((one) => one.id === claims?.client_id);
  if (!claims || !client) return 'TokenInvalidSignature';
  const dead = Number(claims.number) <= tenancy.expiredUpTo || Number(claims.exp) * 1000 <= now();
  return dead ? 'TokenExpired' : { client, scopes: claims.scope as string[], token };
}
