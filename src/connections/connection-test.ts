import { Injectable } from '@nestjs/common';
import type { CallDesk } from '../plugins/call-desk.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { NeedsPerson, type Tenant } from '../sdk/index.js';
import { type Facts, fill } from '../sdk/runtime/index.js';
import {
  type CredentialProblem,
  type Credentials,
  credentialProblems,
  tidyCredentials,
  visibleCredentials,
  withStored,
} from './credentials.js';
import { Outbound } from './outbound.js';
import { Vault } from './vault.js';

export interface Trial {
  plugin: Pick<LoadedPlugin, 'manifest' | 'calls'>;
  desk: Pick<CallDesk, 'during'>;
  facts: Facts;
  storeId: number;
  installationId: number;
  /** As typed. */
  typed: Record<string, unknown>;
  /** What was left empty stays as this connection has it. */
  connectionId?: number;
  signal: AbortSignal;
}

/** What the wizard ticks off. */
export type TrialProgress =
  | { state: 'wrong'; problems: CredentialProblem[] }
  | { state: 'trying' | 'passed'; check: number; title: string }
  | { state: 'failed'; check: number; title: string; message: string }
  | { state: 'connected'; tenant: Tenant; credentials: Credentials };

/** Tries credentials on the app before they are kept: the plugin's checks, one after the other, until one fails. */
@Injectable()
export class ConnectionTest {
  constructor(
    private readonly outbound: Outbound,
    private readonly vault: Vault,
  ) {}

  async *run(trial: Trial): AsyncGenerator<TrialProgress, void> {
    const { manifest } = trial.plugin;
    const { connection } = manifest;
    if (!connection) throw new Error(`${manifest.id} declares no connection`);
    const asked = { ...manifest, connection };
    const given = tidyCredentials(asked, trial.typed);
    const credentials = withStored(asked, given, await this.stored(trial));
    const problems = credentialProblems(asked, credentials);
    if (problems.length > 0) return yield { state: 'wrong', problems };

    const door = this.outbound.tryOut({ ...trial, manifest, writes: true }, credentials);
    let tenant: Tenant | undefined;
    for (const [check, title] of connection.checks.entries()) {
      yield { state: 'trying', check, title };
      try {
        const found = await trial.desk.during({ http: door.http, signal: trial.signal }, trial.facts, (call) =>
          trial.plugin.calls.check(call, check),
        );
        tenant ??= found;
      } catch (error) {
        trial.signal.throwIfAborted();
        return yield { state: 'failed', check, title, message: door.strikeOut((error as Error).message) };
      }
      yield { state: 'passed', check, title };
    }
    if (!tenant) throw new Error(`No check of ${manifest.id} told who the connection belongs to`);
    yield { state: 'connected', tenant: named(tenant, visibleCredentials(connection, credentials)), credentials };
  }

  private async stored({ connectionId }: Trial): Promise<Credentials> {
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
function named({ key, name }: Tenant, visible: Credentials): Tenant {
  return { key: fill(key, visible), name: fill(name, visible) };
}
