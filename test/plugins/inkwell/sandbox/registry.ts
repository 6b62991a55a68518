import { createHash } from 'node:crypto';

export interface Organisation {
  key: string;
  name: string;
}

/** One organisation that a consent covers. */
export interface Seat extends Organisation {
  id: string;
}

/** What one person agreed to. */
export interface Consent {
  seats: Seat[];
  /** The refresh token that holds, and the one before with the moment it was spent. */
  refresh: string;
  spent?: { token: string; at: number };
  ended: boolean;
  count: number;
}

export interface Code {
  consent: string;
  redirect: string;
  challenge: string | null;
  at: number;
  used: boolean;
}

export interface Held {
  organisations: Organisation[];
  consents: Record<string, Consent>;
  codes: Record<string, Code>;
  /** Access tokens by text; `consent` is absent with a client of one's own. */
  tokens: Record<string, { consent?: string; until: number }>;
  made: number;
}

export const HUB = { id: 'hub-of-tests', secret: 'hub-s3cret-of-tests' };
export const OWN = { clientId: 'own-client', clientSecret: 'own-s3cret-of-tests' };
const LIFETIME = 30 * 60;
const GRACE = 30 * 60_000;
const CODE_LIVES = 5 * 60_000;
const UNUSED = 60 * 86_400_000;

export class Refused extends Error {}

/** Inkwell's own book of consents and tokens. Every refresh spends its token; the last spent one holds for half an hour. */
export class Registry {
  /** How often tokens were refreshed, and how often that was refused. */
  refreshes = 0;
  refusals = 0;

  constructor(
    readonly held: Held,
    private readonly now: () => number,
  ) {}

  agree(redirect: string, challenge: string | null, keys: string[]): string {
    const consent = this.make('consent');
    const seats = this.held.organisations
      .filter(({ key }) => keys.includes(key))
      .map((one) => ({ ...one, id: this.make('seat') }));
    this.held.consents[consent] = { seats, refresh: this.make('refresh'), ended: false, count: 0 };
    const code = this.make('code');
    this.held.codes[code] = { consent, redirect, challenge, at: this.now(), used: false };
    return code;
  }

  byCode(code: string, redirect: string, verifier: string | null) {
    const found = this.held.codes[code];
    const proved = !found?.challenge || found.challenge === challengeOf(verifier ?? '');
    const good = found && !found.used && found.redirect === redirect && this.now() - found.at < CODE_LIVES && proved;
    if (!good) throw new Refused('invalid_grant');
    found.used = true;
    const { refresh } = this.held.consents[found.consent]!;
    return this.tokens(found.consent, refresh);
  }

  byRefresh(token: string) {
    const found = Object.entries(this.held.consents).find(
      ([, { refresh, spent }]) => refresh === token || spent?.token === token,
    );
    const [id, consent] = found ?? [];
    const inGrace = consent?.refresh === token || this.now() - (consent?.spent?.at ?? 0) < GRACE;
    const tooOld = consent?.spent && this.now() - consent.spent.at > UNUSED;
    if (!id || !consent || consent.ended || !inGrace || tooOld) {
      this.refusals++;
      throw new Refused('invalid_grant');
    }
    this.refreshes++;
    consent.count++;
    if (consent.refresh === token) consent.spent = { token, at: this.now() };
    consent.refresh = this.make('refresh');
    return this.tokens(id, consent.refresh);
  }

  byOwnClient() {
    return this.tokens(undefined, undefined);
  }

  /** Ends the consent of a returned token. */
  revoke(token: string): void {
    for (const consent of Object.values(this.held.consents)) if (consent.refresh === token) consent.ended = true;
  }

  /** A person ends everything inside the app. */
  endAll(): void {
    for (const consent of Object.values(this.held.consents)) consent.ended = true;
  }

  /** What a token may see; undefined when it no longer holds. */
  seatsOf(token: string): Seat[] | undefined {
    const found = this.held.tokens[token];
    if (!found || found.until <= this.now()) return undefined;
    if (found.consent === undefined) return this.held.organisations.slice(0, 1).map((one) => ({ ...one, id: 'own' }));
    const consent = this.held.consents[found.consent];
    return consent?.ended ? [] : consent?.seats;
  }

  /** Access tokens end before their time. */
  expire(): void {
    this.held.tokens = {};
  }

  leave(token: string, seat: string): boolean {
    const consent = this.held.consents[this.held.tokens[token]?.consent ?? ''];
    const before = consent?.seats.length;
    if (consent) consent.seats = consent.seats.filter(({ id }) => id !== seat);
    return consent !== undefined && consent.seats.length !== before;
  }

  private tokens(consent: string | undefined, refresh: string | undefined) {
    const access = this.make('access');
    this.held.tokens[access] = { consent, until: this.now() + LIFETIME * 1000 };
    return { access_token: access, token_type: 'Bearer', expires_in: LIFETIME, refresh_token: refresh };
  }

  private make(what: string): string {
    const number = ++this.held.made;
    return `${what}-${number}-${createHash('sha256').update(`${what} ${number}`).digest('base64url').slice(0, 24)}`;
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
