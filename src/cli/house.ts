import 'reflect-metadata';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { runningPrivateDatabase, startPrivateDatabase } from '../database/private/index.js';
import { Log } from '../logging/log.js';
import { migrate } from '../migrate.js';
import type { Settings } from '../settings/settings.js';

/** Does something with the hub's database up: the one of DATABASE_URL, of a hub that is running, or started for the time of it. */
export async function withDatabase<T>(settings: Settings, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const dir = join(settings.dataDir, 'database');
  const known = settings.databaseUrl ?? (await runningPrivateDatabase(dir));
  if (known) return work(known);
  const own = await startPrivateDatabase({ dir });
  try {
    return await work(own.url);
  } finally {
    await own.stop();
  }
}

/** Does something inside the house, without opening it to the web or starting what is due. */
export async function withHouse<T>(
  settings: Settings,
  work: (house: INestApplicationContext) => Promise<T>,
): Promise<T> {
  return withDatabase(settings, async (databaseUrl) => {
    await migrate(databaseUrl);
    return insideHouse(settings, databaseUrl, work);
  });
}

/** The same, on a database that is up to date. */
export async function insideHouse<T>(
  settings: Settings,
  databaseUrl: string,
  work: (house: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const quiet = Object.assign(Object.create(Object.getPrototypeOf(settings)), settings, { roles: [] });
  const module = await AppModule.with(quiet, databaseUrl);
  const house = await NestFactory.createApplicationContext(module, { abortOnError: false, logger: new Log('error') });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
