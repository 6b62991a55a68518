import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { WrongKeys } from '../connections/seals/keys.js';
import { Seals } from '../connections/seals/seals.js';
import { Database } from '../database/database.js';
import { DatabaseUnreachable } from '../database/database-unreachable.js';
import { EngineMissing, FolderInUse } from '../database/private/index.js';
import { waitingMigrations } from '../migrate.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Settings } from '../settings/settings.js';
import { type Command, say } from './command.js';
import { insideHouse, withDatabase } from './house.js';

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
    const findings = await look(settings);
    for (const { what, well, detail } of findings) say(`${well ? 'ok  ' : 'BAD '} ${what}: ${detail}`);
    return findings.every(({ well }) => well) ? 0 : 1;
  },
};

/** Looks at the house from the ground up; what stands on something broken isn't looked at. It changes nothing. */
async function look(settings: Settings): Promise<Finding[]> {
  try {
    return await withDatabase(settings, async (databaseUrl) => {
      const waiting = await waitingMigrations(databaseUrl);
      if (waiting > 0) return [bad('database', `it lacks ${waiting} changes of this hub: run patchbay migrate`)];
      return await insideHouse(settings, databaseUrl, (house) => examine(house, settings));
    });
  } catch (error) {
    if (error instanceof WrongKeys) return [bad('keys', error.message)];
    if (OF_THE_DATABASE.some((kind) => error instanceof kind)) return [bad('database', (error as Error).message)];
    throw error;
  }
}

const OF_THE_DATABASE = [DatabaseUnreachable, EngineMissing, FolderInUse];

const bad = (what: string, detail: string): Finding => ({ what, well: false, detail });

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
  const rows = await database.query<{ Variable_name: string; Value: string }>(
    `show session variables where Variable_name in
       ('version', 'tx_isolation', 'transaction_isolation', 'time_zone', 'sql_mode', 'max_allowed_packet')`,
  );
  const its = new Map(rows.map(({ Variable_name: name, Value: value }) => [name, value]));
  // Its name differs between makers and versions.
  const isolation = its.get('transaction_isolation') ?? its.get('tx_isolation');
  const problems = [
    isolation === 'READ-COMMITTED' ? '' : `its sessions are ${isolation}: let the hub set READ COMMITTED`,
    its.get('time_zone') === '+00:00' ? '' : `its sessions' time zone is ${its.get('time_zone')}: let the hub set UTC`,
    its.get('sql_mode')?.includes('STRICT_ALL_TABLES') ? '' : 'strict mode is off: let the hub set it',
    Number(its.get('max_allowed_packet')) >= 16 * 1024 * 1024 ? '' : 'set max_allowed_packet to 16M or more',
  ].filter(Boolean);
  return { what: 'database', well: problems.length === 0, detail: problems.join('; ') || its.get('version')! };
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
