import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { startPrivateDatabase } from '../../src/database/private/index.js';
import { migrate } from '../../src/migrate.js';
import { Settings } from '../../src/settings/settings.js';

/** A hub on a database that is thrown away afterwards. */
export async function temporaryHub() {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-pictures-'));
  const database = await startPrivateDatabase({ dir, throwaway: true });
  await migrate(database.url);
  const settings = Settings.from({ LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dir });
  const app = await createApp(settings, { databaseUrl: database.url });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    stop: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
      await database.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
