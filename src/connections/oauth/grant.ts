/** What an app's token address gave. */
export interface TokenSet {
  access: string;
  /** Absent where a token is simply asked for again. */
  refresh?: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** How it came: a person agreed, or the merchant has a client of their own with the app. */
export type Way = 'consent' | 'own-client';

/** What a connection lives on where it is connected by OAuth 2. */
export interface Grant {
  way: Way;
  tokens: TokenSet;
  /** What was asked for. */
  scopes: string[];
}

/** A client with an app: the hub's, or a merchant's own. */
export interface Client {
  id: string;
  secret: string;
}

// Where an app doesn't say how long a token holds.
const HALF_AN_HOUR = 1800;

/** Undefined when it is none. */
export function readTokens(body: string, now: number): TokenSet | undefined {
  const { access_token: access, refresh_token: refresh, expires_in: seconds } = fieldsOf(body);
  if (typeof access !== 'string' || access === '') return undefined;
  const lasts = Number(seconds ?? HALF_AN_HOUR);
  return {
    access,
    ...(typeof refresh === 'string' && refresh !== '' && { refresh }),
    expiresAt: now + (Number.isFinite(lasts) && lasts > 0 ? lasts : HALF_AN_HOUR) * 1000,
  };
}

/** Every token in an answer, for keeping it without them, however the answer was cut or misspelt. */
export function tokensIn(answer: string): string[] {
  return [...answer.matchAll(/"?(?:access|refresh|id)_token"?\s*[:=]\s*"?([^"&\s,}]+)/g)].map(([, token]) => token!);
}

export function fieldsOf(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
