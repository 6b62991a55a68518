import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { openTwins, type Twin } from '../../src/cli/demo/twins.js';
import { startPrivateDatabase } from '../../src/database/private/index.js';
import { migrate } from '../../src/migrate.js';
import { Settings } from '../../src/settings/settings.js';

// An app on this machine answers too fast for a bar to be seen.
const ANSWERS_AFTER = 400;

/** A hub on a database that is thrown away afterwards, and the apps it connects to. */
export async function temporaryHub() {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-pictures-'));
  const [database, twins] = await Promise.all([
    startPrivateDatabase({ dir, throwaway: true }),
    openTwins({ dataDir: dir, pluginPaths: [] }),
  ]);
  for (const twin of twins) slowDown(twin);
  await migrate(database.url);
  const ENDPOINTS = twins.flatMap(({ endpoints }) => endpoints).join(',');
  const settings = Settings.from({ LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dir, ENDPOINTS });
  const app = await createApp(settings, { databaseUrl: database.url });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    twins,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    stop: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
      await Promise.all(twins.map((twin) => twin.stop()));
      await database.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function slowDown({ sandbox }: Twin): void {
  const handle = sandbox.handle.bind(sandbox);
  sandbox.handle = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, ANSWERS_AFTER));
    return handle(request);
  };
}
