import { rename, rm } from 'node:fs/promises';
import { type Engine, EngineMissing, findEngine, findUnpackedEngine, unpackedEngineFolder } from './engine.js';
import { hasPackages, installPackages, mayInstallPackages, unpackPackages } from './packages.js';

const packages = ['mariadb-server-core', 'mariadb-client-core'];

/** Gets the database engine onto this machine when it has none, or says what a person should type. */
export async function installEngine(onLine?: (line: string) => void): Promise<Engine> {
  const found = findEngine();
  if (found) return found;
  if (!hasPackages()) throw new EngineMissing();
  try {
    if (mayInstallPackages()) {
      onLine?.(`Installing ${packages.join(' and ')}`);
      await installPackages(packages);
    } else {
      onLine?.(`Unpacking ${packages.join(' and ')} into ${unpackedEngineFolder()}`);
      await unpackEngine(unpackedEngineFolder());
    }
  } catch (error) {
    throw new EngineMissing({ cause: error });
  }
  const engine = findEngine();
  if (!engine) throw new EngineMissing();
  return engine;
}

/** An ordinary user's engine: unpacked beside, then moved, so that a broken download leaves nothing half done. */
export async function unpackEngine(folder: string): Promise<Engine> {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await unpackPackages(packages, fresh);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  const engine = findUnpackedEngine(folder);
  if (!engine) throw new EngineMissing();
  return engine;
}
