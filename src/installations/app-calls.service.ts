import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { Outbound } from '../connections/outbound.js';
import { CallDesk } from '../plugins/call-desk.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { NeedsPerson } from '../sdk/index.js';
import type { Call } from '../sdk/runtime/index.js';
import { FactsService } from './facts.service.js';
import type { AlreadySaid } from './forms/already-said.js';
import type { Installation } from './installation.entity.js';

// A person is waiting before the page.
export const PATIENCE = 20_000;

/** Short questions to the connected app while a person sets it up. */
@Injectable()
export class AppCalls {
  constructor(
    private readonly facts: FactsService,
    private readonly outbound: Outbound,
    private readonly connections: Connections,
    private readonly desk: CallDesk,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws what the plugin throws, secrets struck out. That the app no longer accepts us is noted on the connection, as when a task comes
   * upon it.
   */
  async with<T>(
    installation: Installation,
    { manifest }: LoadedPlugin,
    ask: (call: Call) => Promise<T>,
    { patience = PATIENCE, said }: { patience?: number; said?: AlreadySaid } = {},
  ): Promise<T> {
    const { storeId, id: installationId, connectionId } = installation;
    if (connectionId === null) throw new NeedsPerson(`Connect ${manifest.name} first.`);
    const known = await this.facts.of(storeId, installationId, manifest);
    // The answers as they are being given: what is asked may be whether they may be kept.
    const facts = { ...known.facts, answers: installation.answers };
    const began = this.clock.date();
    const signal = said?.signal ?? AbortSignal.timeout(patience);
    const door = this.outbound.open({ connectionId, storeId, installationId, manifest, signal, writes: true });
    try {
      return await this.desk.during({ http: said?.before(door.http) ?? door.http, signal }, facts, ask);
    } catch (error) {
      if (signal.aborted) throw new Error(`${manifest.name} did not answer in time.`, { cause: error });
      throw await this.connections.heard(connectionId, error, began, door.strikeOut);
    }
  }
}
