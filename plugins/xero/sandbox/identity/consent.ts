import { createHash } from 'node:crypto';
import type { Answer } from '../desk/answers.js';
import { type Client, takesRedirect } from './clients.js';
import { consentPage, wrongRequestPage } from './consent-page.js';
import type { Code } from './tenancy.js';
import type { Issuing } from './tokens.js';

const CODE_LIFE = 5 * 60_000;

export interface Consenting extends Issuing {
  organisations: readonly { id: string; name: string; about: string }[];
}

interface Asked {
  client: Client;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  nonce?: string;
  challenge?: Code['challenge'];
}

/** GET shows the page on which the person decides, POST is what they decided. */
export function consent(consenting: Consenting, method: string, url: URL, form: URLSearchParams): Answer {
  const asked = askedBy(consenting, url.searchParams);
  if (!('client' in asked)) return asked;
  const { client, scopes } = asked;
  const show = (problem?: string) =>
    consentPage({
      app: client.name,
      scopes,
      organisations: consenting.organisations,
      action: `${url.pathname}${url.search}`,
      problem,
    });
  if (method === 'GET') return show();
  if (form.get('decision') !== 'allow') return back(asked, { error: 'access_denied' });
  const chosen = form.getAll('organisation').filter((id) => consenting.organisations.some((one) => one.id === id));
  return chosen.length === 0 ? show('Tick at least one organisation.') : allow(consenting, asked, chosen);
}

/** Reads the request. Where it can't be trusted with an address to go back to, the person is told instead. */
function askedBy({ clients }: Consenting, query: URLSearchParams): Asked | Answer {
  const client = clients.find((one) => one.id === query.get('client_id'));
  if (client?.kind !== 'web app') return wrongRequestPage('unauthorized_client: there is no such app.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!takesRedirect(client, redirectUri)) {
    return wrongRequestPage(`invalid_request: the redirect_uri '${redirectUri}' is not registered for this app.`);
  }
  const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
  const asked = { client, redirectUri, scopes, state: query.get('state') };
  if (query.get('response_type') !== 'code') return back(asked, { error: 'unsupported_response_type' });
  const strange = scopes.some((scope) => !client.scopes.includes(scope));
  if (strange || scopes.length === 0) return back(asked, { error: 'invalid_scope' });
  const value = query.get('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (value && method !== 'S256' && method !== 'plain') return back(asked, { error: 'invalid_request' });
  return {
    ...asked,
    nonce: query.get('nonce') ?? undefined,
    challenge: value ? { method: method as 'S256' | 'plain', value } : undefined,
  };
}

function allow({ tenancy, now }: Consenting, asked: Asked, tenantIds: string[]): Answer {
  const { client, scopes, redirectUri, challenge, nonce } = asked;
  const grant = tenancy.grant(client.id, scopes);
  tenancy.connect(client.id, tenantIds, grant.authEventId);
  const code = createHash('sha256').update(`code ${grant.id}`).digest('base64url');
  tenancy.codes.push({ code, grantId: grant.id, redirectUri, expires: now() + CODE_LIFE, challenge, nonce });
  return back(asked, { code, scope: scopes.join(' ') });
}

function back({ redirectUri, state }: Pick<Asked, 'redirectUri' | 'state'>, said: Record<string, string>): Answer {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(said)) location.searchParams.set(name, value);
  if (state !== null) location.searchParams.set('state', state);
  return { status: 302, text: '', headers: { location: location.href } };
}
