export { type Engine, EngineMissing, findEngine } from './engine.js';
export { FolderInUse } from './folder-lock.js';
export {
  type PrivateDatabase,
  type PrivateDatabaseOptions,
  startPrivateDatabase,
  stopLeftServer,
} from './private-database.js';
