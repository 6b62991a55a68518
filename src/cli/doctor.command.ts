import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Seals } from '../connections/seals/seals.js';
import { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Settings } from '../settings/settings.js';
import { type Command, say } from './command.js';
import { withHouse } from './house.js';

/** What was looked at, and what to do when it isn't well. */
interface Finding {
  what: string;
  well: boolean;
  detail: string;
}

export const doctorCommand: Command = {
  usage: 'doctor',
  summary: 'check database, queue, keys, plugins and clock; says what to do',
  async run(_, settings) {
    const findings = await withHouse(settings, (house) => examine(house, settings));
    for (const { what, well, detail } of findings) say(`${well ? 'ok  ' : 'BAD '} ${what}: ${detail}`);
    return findings.every(({ well }) => well) ? 0 : 1;
  },
};

async function examine(house: INestApplicationContext, settings: Settings): Promise<Finding[]> {
  const database = house.get(Database);
  return [
    await session(database),
    await clock(database),
    await queue(database),
    await keys(house),
    plugins(house),
    await folder(settings),
  ];
}

async function session(database: Database): Promise<Finding> {
  const row = await database.one<{ version: string; isolation: string; zone: string; mode: string; packet: number }>(
    'select version() version, @@tx_isolation isolation, @@time_zone zone, @@sql_mode mode, @@max_allowed_packet packet',
  );
  const problems = [
    row?.isolation === 'READ-COMMITTED' ? '' : `isolation is ${row?.isolation}`,
    row?.zone === '+00:00' ? '' : `the session's time zone is ${row?.zone}`,
    row?.mode.includes('STRICT_ALL_TABLES') ? '' : 'strict mode is off',
    (row?.packet ?? 0) >= 16 * 1024 * 1024 ? '' : 'set max_allowed_packet to 16M or more',
  ].filter(Boolean);
  return { what: 'database', well: problems.length === 0, detail: problems.join('; ') || (row?.version ?? '') };
}

async function clock(database: Database): Promise<Finding> {
  const row = await database.one<{ now: Date }>('select utc_timestamp(3) now');
  const apart = Math.abs((row?.now.getTime() ?? 0) - Date.now());
  const well = apart < 5000;
  const detail = well
    ? `${apart} ms from the database's`
    : `${Math.round(apart / 1000)} s from the database's: set both by NTP`;
  return { what: 'clock', well, detail };
}

async function queue(database: Database): Promise<Finding> {
  const row = await database.one<{ overdue: number; oldest: Date | null }>(
    `select count(*) overdue, min(next_run_at) oldest from schedules where next_run_at < utc_timestamp(3) - interval 5 minute`,
  );
  const overdue = row?.overdue ?? 0;
  const detail =
    overdue === 0
      ? 'nothing is overdue'
      : `${overdue} schedules are overdue: is a process with the role worker running?`;
  return { what: 'queue', well: overdue === 0, detail };
}

async function keys(house: INestApplicationContext): Promise<Finding> {
  const unreadable = await house.get(Seals).unreadable();
  const detail =
    unreadable === 0
      ? 'every stored secret opens'
      : `${unreadable} secrets don't open: put back the key they were sealed with (SECRET_KEYS)`;
  return { what: 'keys', well: unreadable === 0, detail };
}

function plugins(house: INestApplicationContext): Finding {
  const registry = house.get(PluginRegistry);
  const failures = registry.failures();
  const detail =
    failures.length === 0
      ? `${registry.all().length} loaded`
      : failures
          .map(({ plugin, folder, field, problem }) => [plugin ?? folder, field, problem].filter(Boolean).join(': '))
          .join('; ');
  return { what: 'plugins', well: failures.length === 0, detail };
}

async function folder({ dataDir }: Settings): Promise<Finding> {
  try {
    await rm(await mkdtemp(join(dataDir, '.doctor-')), { recursive: true });
    return { what: 'data folder', well: true, detail: dataDir };
  } catch (error) {
    return { what: 'data folder', well: false, detail: `${dataDir} can't be written: ${(error as Error).message}` };
  }
}
