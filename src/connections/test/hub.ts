import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { Clock, ClockModule } from '../../clock/clock.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { Database } from '../../database/database.js';
import { DatabaseModule } from '../../database/database.module.js';
import { Log } from '../../logging/log.js';
import { Settings } from '../../settings/settings.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { ConnectionsModule } from '../connections.module.js';
import { Connections } from '../connections.service.js';
import type { Use } from '../door/door.js';
import { Names } from '../door/public-address.js';
import { Exchanges } from '../exchanges/exchanges.service.js';
import { type OpenDoor, Outbound } from '../outbound.js';
import { acme, CREDENTIALS } from './acme.js';

/** All hubs of a test on one database need the same key. */
const KEY = `test:${randomBytes(32).toString('base64')}`;

export interface HubOptions {
  clock?: Clock;
  names?: Names;
  settings?: Partial<Settings>;
  /** Where log lines go. */
  lines?: string[];
}

/** The connections room as one process has it. `stop` it. */
export class Hub {
  private stopped = false;

  private constructor(
    private readonly context: INestApplicationContext,
    private readonly folder: string,
  ) {}

  static async start(url: string, { clock, names, settings, lines = [] }: HubOptions = {}): Promise<Hub> {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-connections-'));
    const imports = [
      SettingsModule.with(Object.assign(new Settings(), { dataDir: folder, secretKeys: [KEY], ...settings })),
      DatabaseModule.at(url),
      ClockModule,
      ScheduleModule.forRoot(),
      ConnectionsModule,
    ];
    const module = await Test.createTestingModule({ imports })
      .overrideProvider(Clock)
      .useValue(clock ?? new Clock())
      .overrideProvider(Names)
      .useValue(names ?? new Names())
      .setLogger(new Log('debug', { write: (line) => void lines.push(line) }))
      .compile();
    return new Hub(await module.init(), folder);
  }

  get<T>(type: abstract new (...parts: never[]) => T): T {
    return this.context.get(type);
  }

  /** A connection of the test's plugin, without a test of its own. */
  async connect(key = 'fern', credentials = CREDENTIALS, manifest = acme()): Promise<number> {
    const tenant = { key, name: 'Fern & Fig' };
    return (await this.get(Connections).save(1, { plugin: manifest, credentials, tenant })).id;
  }

  open(connectionId: number, use: Partial<Use> = {}): OpenDoor {
    return this.get(Outbound).open({ connectionId, ...usual(), ...use });
  }

  async exchange(id: number, storeId = 3) {
    await this.get(Exchanges).flush();
    return (await this.get(Exchanges).read(storeId, id))!;
  }

  get database() {
    return this.get(Database);
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    await this.context.close();
    await rm(this.folder, { recursive: true });
  }
}

function usual(): Use {
  return {
    storeId: 3,
    installationId: 7,
    runId: 9,
    manifest: acme(),
    signal: new AbortController().signal,
    writes: true,
  };
}

export async function migrated(url: string): Promise<void> {
  const source = await new DataSource(dataSourceOptions(url)).initialize();
  await source.runMigrations();
  await source.destroy();
}
