import { twin } from 'patchbay/sdk';

/** That an app may see an organisation, as the person allowed it. */
export interface TenantConnection {
  id: string;
  clientId: string;
  tenantId: string;
  authEventId: string;
  created: number;
  updated: number;
}

/** What one consent of the person gave to an app. */
export interface Grant {
  id: string;
  clientId: string;
  scopes: string[];
  authEventId: string;
  /** Unused for sixty days it dies. */
  refresh?: { token: string; issued: number };
  /** Refresh tokens that were replaced, and until when they still work. */
  replaced: { token: string; until: number }[];
  revoked: boolean;
}

export interface Code {
  code: string;
  grantId: string;
  redirectUri: string;
  expires: number;
  challenge?: { method: 'S256' | 'plain'; value: string };
  nonce?: string;
}

/** What the identity service remembers, as plain JSON. */
export interface TenancyState {
  counter: number;
  /** Access tokens up to this number are dead before their time. */
  expiredUpTo: number;
  connections: TenantConnection[];
  grants: Grant[];
  codes: Code[];
}

const DAY = 86_400_000;
const GRANTS_KEPT = 200;

/** Who may see which organisation, and with which tokens. */
export class Tenancy {
  counter: number;
  expiredUpTo: number;
  connections: TenantConnection[];
  grants: Grant[];
  codes: Code[];

  constructor(
    state: TenancyState,
    private readonly now: () => number,
  ) {
    ({ counter: this.counter, expiredUpTo: this.expiredUpTo } = state);
    [this.connections, this.grants, this.codes] = [state.connections, state.grants, state.codes];
  }

  static empty(): TenancyState {
    return { counter: 0, expiredUpTo: 0, connections: [], grants: [], codes: [] };
  }

  next(): number {
    this.counter += 1;
    return this.counter;
  }

  /** The person ticks organisations for an app: known connections are renewed, the others are made. */
  connect(clientId: string, tenantIds: readonly string[], authEventId: string): void {
    const at = this.now();
    for (const tenantId of tenantIds) {
      const known = this.connectionOf(clientId, tenantId);
      if (known) Object.assign(known, { authEventId, updated: at });
      else {
        const id = twin.guidFrom('connection', clientId, tenantId, this.next());
        this.connections.push({ id, clientId, tenantId, authEventId, created: at, updated: at });
      }
    }
  }

  connectionOf(clientId: string, tenantId: string): TenantConnection | undefined {
    return this.connections.find((one) => one.clientId === clientId && one.tenantId === tenantId.toLowerCase());
  }

  connectionsOf(clientId: string): TenantConnection[] {
    return this.connections.filter((one) => one.clientId === clientId);
  }

  disconnect(matches: (connection: TenantConnection) => boolean): number {
    const before = this.connections.length;
    this.connections = this.connections.filter((one) => !matches(one));
    return before - this.connections.length;
  }

  grant(clientId: string, scopes: string[]): Grant {
    const number = this.next();
    const grant: Grant = {
      id: twin.guidFrom('grant', number),
      clientId,
      scopes,
      authEventId: twin.guidFrom('consent', number),
      replaced: [],
      revoked: false,
    };
    this.grants = [...this.grants, grant].slice(-GRANTS_KEPT);
    return grant;
  }

  grantById(id: string): Grant | undefined {
    return this.grants.find((grant) => grant.id === id);
  }

  /** The living grant behind a refresh token: its present one within sixty days, a replaced one within its grace. */
  grantBehind(clientId: string, token: string): Grant | undefined {
    const at = this.now();
    return this.grants.find(({ clientId: owner, revoked, refresh, replaced }) => {
      if (owner !== clientId || revoked) return false;
      if (refresh?.token === token) return at - refresh.issued < 60 * DAY;
      return replaced.some((old) => old.token === token && at < old.until);
    });
  }

  /** Whose token it is, dead or alive. */
  ownerOf(clientId: string, token: string): Grant | undefined {
    return this.grants.find(
      (grant) =>
        grant.clientId === clientId &&
        (grant.refresh?.token === token || grant.replaced.some((old) => old.token === token)),
    );
  }

  state(): TenancyState {
    const { counter, expiredUpTo, connections, grants, codes } = this;
    return { counter, expiredUpTo, connections, grants, codes };
  }
}
