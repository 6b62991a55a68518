import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { isDuplicate } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { type ConnectionManifest, fromPlainError, type Manifest, toPlainError } from '../sdk/host/index.js';
import { Reconnect, type Tenant } from '../sdk/index.js';
import { Connection, type ConnectionState } from './connection.entity.js';
import { type Credentials, visibleCredentials } from './credentials.js';
import type { Grant } from './oauth/grant.js';
import { TokenTable } from './oauth/token-table.js';
import { Vault } from './vault.js';

/** The credentials found somebody else at the other end. */
export class AnotherTenant extends Error {
  override readonly name = 'AnotherTenant';
}

export interface Passed {
  plugin: Pick<Manifest, 'id' | 'name'> & { connection?: ConnectionManifest };
  /** As they passed the test. */
  credentials: Credentials;
  /** Whom the test found. */
  tenant: Tenant;
  /** The tokens it was done with, where there are any. */
  grant?: Grant;
}

/** An account's connections to other systems. */
@Injectable()
export class Connections {
  constructor(
    @InjectRepository(Connection) private readonly connections: Repository<Connection>,
    private readonly vault: Vault,
    private readonly tokens: TokenTable,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  get(id: number): Promise<Connection | null> {
    return this.connections.findOneBy({ id });
  }

  /** What you may not see does not exist. */
  find(accountId: number, id: number): Promise<Connection | null> {
    return this.connections.findOneBy({ id, accountId });
  }

  ofAccount(accountId: number, plugin?: string): Promise<Connection[]> {
    return this.connections.find({ where: { accountId, ...(plugin && { plugin }) }, order: { id: 'ASC' } });
  }

  /** Keeps credentials that passed the test. The same company again is the same connection with newer credentials. */
  async save(accountId: number, passed: Passed): Promise<Connection> {
    const existing = await this.connectionTo(accountId, passed);
    if (existing) return this.renew(existing.id, passed);
    const id = await this.ids.next('connection');
    if (passed.grant) await this.tokens.begin(id, passed.grant);
    try {
      await this.connections.insert({
        id,
        accountId,
        plugin: passed.plugin.id,
        tenantKey: passed.tenant.key,
        createdAt: this.clock.date(),
        ...this.fresh(id, passed),
      });
    } catch (error) {
      const meanwhile = isDuplicate(error) && (await this.connectionTo(accountId, passed));
      await this.tokens.remove(id);
      if (!meanwhile) throw error;
      return this.renew(meanwhile.id, passed);
    }
    return this.existing(id);
  }

  /** New credentials for the same company. Another company's would mix up two sets of books. */
  async reconnect(id: number, passed: Passed): Promise<Connection> {
    const connection = await this.existing(id);
    if (connection.plugin !== passed.plugin.id || connection.tenantKey !== passed.tenant.key) {
      throw new AnotherTenant(
        `These credentials belong to ${passed.tenant.name}, but this connection is to ${connection.tenantName}. ` +
          `Use credentials of ${connection.tenantName}, or install ${passed.plugin.name} again for ${passed.tenant.name}.`,
      );
    }
    return this.renew(id, passed);
  }

  /**
   * The app no longer accepts the credentials: tasks pause until a person reconnects. `asOf` is when the credentials that
   * failed were taken; if a person has given newer ones since, nothing happens.
   */
  markNeedsReconnecting(id: number, why: string, asOf?: Date): Promise<void> {
    return this.mark(id, 'needs-reconnecting', why, asOf);
  }

  /**
   * What a plugin threw while it talked to the app from `began` on, secrets struck out. That the app no longer accepts us is noted on the
   * connection, whoever came upon it.
   */
  async heard(id: number, error: unknown, began: Date, strikeOut: (text: string) => string): Promise<Error> {
    const plain = toPlainError(error);
    const told = fromPlainError({ ...plain, message: strikeOut(plain.message) });
    if (told instanceof Reconnect) await this.markNeedsReconnecting(id, told.message, began);
    return Object.assign(told, { cause: error });
  }

  /** It was tried as it is, and works. */
  async markTested(id: number): Promise<void> {
    await this.connections.update({ id }, { testedAt: this.clock.date() });
    await this.markConnected(id);
  }

  markConnected(id: number): Promise<void> {
    return this.mark(id, 'connected', null);
  }

  /** How many requests a month the merchant's plan with the app allows; null: nobody has said. */
  async allow(id: number, monthlyBudget: number | null): Promise<void> {
    await this.connections.update({ id }, { monthlyBudget, updatedAt: this.clock.date() });
  }

  /** Forgets its secrets for good; its place, and what may be shown, are kept for whoever comes back. */
  async letGo(id: number): Promise<void> {
    await this.tokens.remove(id);
    const { visible } = await this.existing(id);
    await this.connections.update({ id }, { credentials: this.vault.seal(id, visible) });
    await this.markNeedsReconnecting(
      id,
      'It was disconnected when the last addon that used it was uninstalled. Connect again.',
    );
  }

  /** Forgets the credentials for good. Whoever asks has made sure that no installation uses them any more. */
  async remove(id: number): Promise<void> {
    await this.tokens.remove(id);
    await this.connections.delete({ id });
  }

  private async renew(id: number, passed: Passed): Promise<Connection> {
    // First the tokens: a connection that says it is connected has them.
    if (passed.grant) await this.tokens.begin(id, passed.grant);
    await this.connections.update({ id }, this.fresh(id, passed));
    return this.existing(id);
  }

  private fresh(id: number, { plugin, credentials, tenant }: Passed) {
    const now = this.clock.date();
    if (!plugin.connection) throw new Error(`${plugin.id} declares no connection`);
    return {
      tenantName: tenant.name.slice(0, 190),
      tenantData: tenant.data ?? null,
      state: 'connected' as const,
      stateReason: null,
      stateSince: now,
      visible: visibleCredentials(plugin.connection, credentials),
      credentials: this.vault.seal(id, credentials),
      testedAt: now,
      updatedAt: now,
    };
  }

  private async mark(id: number, state: ConnectionState, why: string | null, asOf?: Date): Promise<void> {
    const now = this.clock.date();
    const update = this.connections
      .createQueryBuilder()
      .update()
      .set({ state, stateReason: why?.slice(0, 500) ?? null, stateSince: now, updatedAt: now })
      // A state that stays keeps its beginning.
      .where('id = :id and state <> :state', { id, state });
    if (asOf) update.andWhere('tested_at <= :asOf', { asOf });
    await update.execute();
  }

  private connectionTo(accountId: number, { plugin, tenant }: Passed): Promise<Connection | null> {
    return this.connections.findOneBy({ accountId, plugin: plugin.id, tenantKey: tenant.key });
  }

  private async existing(id: number): Promise<Connection> {
    return this.connections.findOneByOrFail({ id });
  }
}
