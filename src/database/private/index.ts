export { type Engine, EngineMissing, findEngine } from './engine.js';
export { FolderInUse } from './folder-lock.js';
export { installEngine, unpackEngine } from './install-engine.js';
export { installPackages, mayInstallPackages } from './packages.js';
export {
  type PrivateDatabase,
  type PrivateDatabaseOptions,
  runningPrivateDatabase,
  startPrivateDatabase,
  stopLeftServer,
} from './private-database.js';
