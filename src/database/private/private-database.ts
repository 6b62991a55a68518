import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openDataFolder, user } from './data-folder.js';
import { type Engine, EngineMissing, findEngine } from './engine.js';
import { lockFolder } from './folder-lock.js';
import { OwnServer, type OwnServerOptions } from './own-server.js';
import { endProcess } from './processes.js';
import { answers, forgetServer, lastServer } from './server.js';

export interface PrivateDatabaseOptions extends OwnServerOptions {
  /** Where its records, password and log are kept. One hub at a time. */
  dir: string;
  /** Which programs to run; by default those found on this machine. */
  engine?: Engine;
}

export interface PrivateDatabase {
  readonly url: string;
  readonly port: number;
  /** Of the server; another one after it had to be started again. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the hub's own database server, or goes on with the one that a killed hub left behind. */
export async function startPrivateDatabase(options: PrivateDatabaseOptions): Promise<PrivateDatabase> {
  const engine = options.engine ?? findEngine();
  if (!engine) throw new EngineMissing();
  const unlock = await lockFolder(resolve(options.dir));
  try {
    const folder = await openDataFolder(options.dir);
    const server = new OwnServer(engine, folder, options);
    await server.open();
    return {
      url: server.url,
      port: server.port,
      get pid() {
        return server.pid;
      },
      stop: async () => {
        await server.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Stops the server that a killed process left behind in a folder, if it did. */
export async function stopLeftServer(dir: string): Promise<void> {
  const unlock = await lockFolder(resolve(dir));
  try {
    const folder = await openDataFolder(dir);
    const left = await lastServer(folder);
    if (!left) return;
    await endProcess(left);
    await forgetServer(left, folder);
  } finally {
    await unlock();
  }
}

/** The address of the private database of a hub that is running; undefined when none runs in this folder. */
export async function runningPrivateDatabase(dir: string, database = 'patchbay'): Promise<string | undefined> {
  if (!existsSync(resolve(dir, 'mysql.running.json'))) return undefined;
  const folder = await openDataFolder(dir);
  const server = await lastServer(folder);
  if (!server || !(await answers(server, folder))) return undefined;
  return `mysql://${user}:${folder.password}@127.0.0.1:${server.port}/${database}`;
}
