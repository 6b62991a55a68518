import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Not, Repository } from 'typeorm';
import { Store } from '../../accounts/store.entity.js';
import type { Connection } from '../../connections/connection.entity.js';
import { type Candidate, ConnectionTest, type TestProgress } from '../../connections/connection-test.js';
import { Connections, type Passed } from '../../connections/connections.service.js';
import { PendingConsents } from '../../connections/oauth/pending-consents.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { NeedsPerson, SHARES_CONNECTION, type Tenant } from '../../sdk/index.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { FactsService } from '../facts.service.js';
import { Neighbours } from '../forms/neighbours.service.js';
import { Installation } from '../installation.entity.js';
import { Trail } from '../trail.service.js';
import { FirstImports } from '../wizard/first-imports.service.js';
import { Wizard } from '../wizard/wizard.service.js';

/** The store is connected to this company already, by another installation. */
export class ConnectedHere extends Error {
  override readonly name = 'ConnectedHere';

  constructor(
    readonly by: Installation,
    tenant: string,
  ) {
    super(
      by.state === 'uninstalled'
        ? `${tenant} was connected to this store before, as “${by.name}” (#${by.id}). Take that one up again instead, so that nothing is sent twice.`
        : `${tenant} is connected to this store already, as “${by.name}” (#${by.id}).`,
    );
  }
}

/** Ties an installation to the account's connection with the app. */
@Injectable()
export class Connecting {
  constructor(
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    @InjectRepository(Store) private readonly stores: Repository<Store>,
    private readonly plugins: PluginRegistry,
    private readonly connections: Connections,
    private readonly test: ConnectionTest,
    private readonly pending: PendingConsents,
    private readonly facts: FactsService,
    private readonly desk: CallDesk,
    private readonly wizard: Wizard,
    private readonly neighbours: Neighbours,
    private readonly firstImports: FirstImports,
    private readonly schedules: Schedules,
    private readonly trail: Trail,
  ) {}

  /** The account's connections to the same app: one of them may be chosen instead of typing credentials again. */
  async choices(installation: Installation): Promise<Connection[]> {
    const { accountId } = await this.stores.findOneByOrFail({ id: installation.storeId });
    return this.connections.ofAccount(accountId, installation.plugin);
  }

  current({ connectionId }: Installation): Promise<Connection | null> {
    return connectionId === null ? Promise.resolve(null) : this.connections.get(connectionId);
  }

  /** By connection: the names of the stores that use it. */
  async usedBy(connections: Connection[]): Promise<Map<number, string>> {
    const ids = connections.map(({ id }) => id);
    const using = await this.installations.findBy({ connectionId: In(ids), state: Not('uninstalled') });
    const stores = await this.stores.findBy({ id: In(using.map(({ storeId }) => storeId)) });
    const named = (id: number) => {
      const of = using.filter(({ connectionId }) => connectionId === id).map(({ storeId }) => storeId);
      return stores.filter((store) => of.includes(store.id)).map(({ name }) => name);
    };
    return new Map(ids.map((id) => [id, named(id).join(', ')]));
  }

  /** Tries what a person has agreed to in the app, for the organisation they chose. */
  async *tryConsent(
    installation: Installation,
    consent: NonNullable<Candidate['consent']>,
    signal: AbortSignal,
  ): AsyncGenerator<TestProgress> {
    yield* this.test.run({ ...(await this.candidate(installation, signal)), consent });
  }

  /** Tries whether the connection still works as it is. */
  async *tryAgain(installation: Installation, signal: AbortSignal): AsyncGenerator<TestProgress> {
    const connectionId = installation.connectionId!;
    for await (const progress of this.test.again({ ...(await this.candidate(installation, signal)), connectionId })) {
      if (progress.state === 'connected') await this.connections.markTested(connectionId);
      yield progress;
    }
  }

  /** What a fresh consent covers. */
  async tenants(installation: Installation, token: string, signal: AbortSignal): Promise<Tenant[]> {
    return this.test.tenants(await this.candidate(installation, signal), token);
  }

  /** Tries credentials, call by call. What is left empty stays as it is stored. */
  async *try(
    installation: Installation,
    typed: Record<string, unknown>,
    signal: AbortSignal,
  ): AsyncGenerator<TestProgress> {
    const connectionId = installation.connectionId ?? undefined;
    yield* this.test.run({ ...(await this.candidate(installation, signal)), typed, connectionId });
  }

  /** Keeps what passed the test, and lets the first imports begin. Throws `AnotherTenant` and `ConnectedHere`. */
  async keep(installation: Installation, passed: Omit<Passed, 'plugin'>, userId?: number): Promise<Installation> {
    const plugin = this.plugins.get(installation.plugin)!.manifest;
    const { accountId } = await this.stores.findOneByOrFail({ id: installation.storeId });
    return this.trail.together(async () => {
      const connection = mustStay(installation)
        ? await this.connections.reconnect(installation.connectionId!, { ...passed, plugin })
        : await this.connections.save(accountId, { ...passed, plugin });
      return this.tie(installation, connection, userId);
    });
  }

  /** Takes one of the account's connections. */
  async use(installation: Installation, connection: Connection, userId?: number): Promise<Installation> {
    if (mustStay(installation) && connection.id !== installation.connectionId) {
      throw new NeedsPerson('This addon has moved records to another company. Install it again for this one.');
    }
    return this.trail.together(() => this.tie(installation, connection, userId));
  }

  private async tie(installation: Installation, connection: Connection, userId?: number): Promise<Installation> {
    const { storeId, id } = installation;
    const other = await this.installations.findOneBy({
      storeId,
      plugin: installation.plugin,
      connectionId: connection.id,
      id: Not(id),
    });
    if (other) throw new ConnectedHere(other, connection.tenantName);
    await this.installations.update({ storeId, id }, { connectionId: connection.id });
    await this.pending.clear({ storeId, installationId: id });
    const tied = await this.noteNeighbours({ ...installation, connectionId: connection.id });
    const action = installation.connectionId === connection.id ? 'reconnected' : 'connected';
    const after = this.shown(connection);
    await this.trail.note(tied, { action, after }, userId);
    if (installation.state !== 'installing') await this.schedules.resumeConnection(connection.id);
    else await this.firstImports.afterConnecting(tied, installation.connectionId !== connection.id);
    const step = this.wizard.connectStep(tied);
    return step ? { ...(await this.wizard.advance(tied, step.number)), connectionId: connection.id } : tied;
  }

  /** What must differ between two that share a connection is asked for from now on. */
  private async noteNeighbours(tied: Installation): Promise<Installation> {
    const shares = (await this.neighbours.of(tied)).length > 0;
    return (tied.answers[SHARES_CONNECTION] === true) === shares ? tied : this.wizard.noteSharing(tied, shares);
  }

  private async candidate(installation: Installation, signal: AbortSignal): Promise<Candidate> {
    const plugin = this.plugins.get(installation.plugin)!;
    const { storeId, id: installationId } = installation;
    const { facts } = await this.facts.of(storeId, installationId, plugin.manifest);
    return { plugin, desk: this.desk, facts, storeId, installationId, typed: {}, signal };
  }

  /** The credentials that may be shown, by their labels. */
  private shown({ plugin, visible, tenantName }: Connection): Record<string, string> {
    const { fields = [], peer } = this.plugins.get(plugin)?.manifest.connection ?? {};
    // Another store is known by its name; what was chosen is only its number.
    if (peer) return { Store: tenantName };
    const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
    const typed = Object.fromEntries(Object.entries(visible).map(([name, value]) => [labelOf(name), value]));
    return { Company: tenantName, ...typed };
  }
}

/** Once it has written to a company, credentials of another would mix up two sets of books. */
export function mustStay({ connectionId, state, liveAt }: Installation): boolean {
  return connectionId !== null && (state !== 'installing' || liveAt !== null);
}
