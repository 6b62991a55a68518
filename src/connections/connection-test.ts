import { Injectable } from '@nestjs/common';
import type { CallDesk } from '../plugins/call-desk.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import type { ConnectionManifest } from '../sdk/host/index.js';
import { NeedsPerson, NoAnswer, type Tenant, TryLater } from '../sdk/index.js';
import { type Facts, fill } from '../sdk/runtime/index.js';
import {
  type CredentialProblem,
  type Credentials,
  credentialProblems,
  tidyCredentials,
  visibleCredentials,
  withStored,
} from './credentials.js';
import type { Grant, TokenSet } from './oauth/grant.js';
import { Refresh } from './oauth/refresh.service.js';
import { TokenRefused } from './oauth/token-endpoint.js';
import { type OpenDoor, Outbound } from './outbound.js';
import { Vault } from './vault.js';

/** A connection that is put to the test: how to ask the plugin, and what to try. */
export interface Candidate {
  plugin: Pick<LoadedPlugin, 'manifest' | 'calls'>;
  desk: Pick<CallDesk, 'during'>;
  facts: Facts;
  storeId: number;
  installationId: number;
  /** As typed. */
  typed: Record<string, unknown>;
  /** What was left empty stays as this connection has it. */
  connectionId?: number;
  /** What a person has agreed to in the app, and for whom. */
  consent?: { tokens: TokenSet; tenant: Tenant };
  signal: AbortSignal;
}

/** What the wizard ticks off. */
export type TestProgress =
  | { state: 'wrong'; problems: CredentialProblem[] }
  | { state: 'trying' | 'passed'; check: number; title: string }
  | { state: 'failed'; check: number; title: string; message: string }
  | { state: 'connected'; tenant: Tenant; credentials: Credentials; grant?: Grant };

/** What is tried: how to get through to the app, and whom that is, where it is known beforehand. */
interface Attempt {
  door: OpenDoor;
  credentials: Credentials;
  tenant?: Tenant;
  grant?: Grant;
}

/** Tries credentials on the app before they are kept: the plugin's checks, one after the other, until one fails. */
@Injectable()
export class ConnectionTest {
  constructor(
    private readonly outbound: Outbound,
    private readonly vault: Vault,
    private readonly refresh: Refresh,
  ) {}

  async *run(candidate: Candidate): AsyncGenerator<TestProgress, void> {
    const { manifest } = candidate.plugin;
    const { connection } = manifest;
    if (!connection) throw new Error(`${manifest.id} declares no connection`);
    if (candidate.consent) return yield* this.checked(candidate, connection, this.agreed(candidate, candidate.consent));
    const asked = { ...manifest, connection };
    const given = tidyCredentials(asked, candidate.typed);
    const credentials = withStored(asked, given, await this.stored(candidate));
    const problems = credentialProblems(asked, credentials);
    if (problems.length > 0) return yield { state: 'wrong', problems };
    if (!connection.oauth) {
      const door = this.outbound.tryOut({ ...candidate, manifest, writes: true }, credentials);
      return yield* this.checked(candidate, connection, { door, credentials });
    }
    const title = connection.checks[0]!;
    if (!connection.oauth.clientCredentials) {
      return yield { state: 'failed', check: 0, title, message: `Press Connect to agree in ${manifest.name}.` };
    }
    yield { state: 'trying', check: 0, title };
    const attempt = await this.ownClient(candidate, credentials).catch((error: Error) => {
      candidate.signal.throwIfAborted();
      return { message: error.message };
    });
    if ('door' in attempt) return yield* this.checked(candidate, connection, attempt);
    yield { state: 'failed', check: 0, title, message: attempt.message };
  }

  /** Tries whether a connection still works as it is. */
  async *again(candidate: Candidate & { connectionId: number }): AsyncGenerator<TestProgress, void> {
    const { manifest } = candidate.plugin;
    const { connection, credentials } = await this.vault.open(candidate.connectionId);
    const door = this.outbound.open({ ...candidate, manifest, writes: true });
    const tenant = { key: connection.tenantKey, name: connection.tenantName };
    yield* this.checked(candidate, manifest.connection!, { door, credentials, tenant });
  }

  /** What a fresh consent covers. */
  async tenants(candidate: Candidate, token: string): Promise<Tenant[]> {
    const door = this.outbound.tryOut(
      { ...candidate, manifest: candidate.plugin.manifest, writes: true },
      {},
      { token },
    );
    return this.askForTenants(candidate, door);
  }

  private async *checked(
    candidate: Candidate,
    connection: ConnectionManifest,
    attempt: Attempt,
  ): AsyncGenerator<TestProgress, void> {
    const { door, credentials, grant } = attempt;
    let { tenant } = attempt;
    for (const [check, title] of connection.checks.entries()) {
      yield { state: 'trying', check, title };
      try {
        const found = await candidate.desk.during(
          { http: door.http, signal: candidate.signal },
          candidate.facts,
          (call) => candidate.plugin.calls.check(call, check),
        );
        tenant ??= found;
      } catch (error) {
        candidate.signal.throwIfAborted();
        return yield { state: 'failed', check, title, message: door.strikeOut(inWords(error as Error)) };
      }
      yield { state: 'passed', check, title };
    }
    if (!tenant) throw new Error(`No check of ${candidate.plugin.manifest.id} told who the connection belongs to`);
    const shown = named(tenant, visibleCredentials(connection, credentials));
    yield { state: 'connected', tenant: shown, credentials, grant };
  }

  /** A person has agreed, and chosen whom it is about. */
  private agreed(candidate: Candidate, { tokens, tenant }: NonNullable<Candidate['consent']>): Attempt {
    const { manifest } = candidate.plugin;
    const { scopes } = manifest.connection!.oauth!;
    const use = { ...candidate, manifest, writes: true };
    const door = this.outbound.tryOut(use, { tenant: tenant.key }, { token: tokens.access });
    return { door, credentials: {}, tenant, grant: { way: 'consent', tokens, scopes } };
  }

  private async ownClient(candidate: Candidate, credentials: Credentials): Promise<Attempt> {
    const { manifest } = candidate.plugin;
    const { clientId: id = '', clientSecret: secret = '' } = credentials;
    const tokens = await this.refresh
      .byOwnClient({ ...candidate, manifest }, { id, secret })
      .catch((error: unknown) => {
        if (!(error instanceof TokenRefused)) throw error;
        throw new NeedsPerson(`${manifest.name} does not accept this id and secret (${error.code}).`);
      });
    const { headers, scopes = [] } = manifest.connection!.oauth!.clientCredentials ?? {};
    const use = { ...candidate, manifest, writes: true };
    const door = this.outbound.tryOut(use, credentials, { token: tokens.access, headers });
    const [tenant] = await this.askForTenants(candidate, door);
    if (!tenant)
      throw new NeedsPerson(`${manifest.name} says that this client belongs to nobody. Finish it there first.`);
    return { door, credentials, tenant, grant: { way: 'own-client', tokens, scopes } };
  }

  private askForTenants({ desk, facts, plugin, signal }: Candidate, { http }: OpenDoor): Promise<Tenant[]> {
    return desk.during({ http, signal }, facts, (call) => plugin.calls.tenants(call));
  }

  private async stored({ connectionId }: Candidate): Promise<Credentials> {
    if (connectionId === undefined) return {};
    return this.vault.open(connectionId).then(
      ({ credentials }) => credentials,
      (error: unknown) => {
        // What can't be opened any more has to be typed again; the form then says which fields are empty.
        if (error instanceof NeedsPerson) return {};
        throw error;
      },
    );
  }
}

/** An app that has no name for itself is known by what was typed to reach it. Secrets are not among it. */
function named({ key, name, data }: Tenant, visible: Credentials): Tenant {
  return { key: fill(key, visible), name: fill(name, visible), ...(data && { data }) };
}

/** An app that refuses says itself what is wrong; of one that gives no answer a person is told what is left to do. */
function inWords(error: Error): string {
  if (!(error instanceof NoAnswer || error instanceof TryLater)) return error.message;
  return `${error.message} See whether what you typed is right, then try again in a few minutes: nothing is lost.`;
}
