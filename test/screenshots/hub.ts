import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { FURTHER_SHOPS } from '../../src/cli/demo/shops.js';
import { clientOf, openTwins, type Twin } from '../../src/cli/demo/twins.js';
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
    openTwins({ dataDir: dir, pluginPaths: [] }, FURTHER_SHOPS),
  ]);
  const pace: Pace = { wait: ANSWERS_AFTER };
  for (const twin of twins) slowDown(twin, pace);
  await migrate(database.url);
  const ENDPOINTS = twins.flatMap(({ endpoints }) => endpoints).join(',');
  const OAUTH_CLIENTS = twins.flatMap(clientOf).join(',');
  const settings = Settings.from({ LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dir, ENDPOINTS, OAUTH_CLIENTS });
  const app = await createApp(settings, { databaseUrl: database.url });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    twins,
    /** Nothing goes on while somebody looks: no app answers before it is over. */
    async still(look: () => Promise<void>): Promise<void> {
      let over = () => {};
      pace.held = new Promise((resolve) => {
        over = resolve;
      });
      await look().finally(over);
    },
    /** From now on the apps answer at once. */
    hurry: () => {
      pace.wait = 0;
    },
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

interface Pace {
  wait: number;
  held?: Promise<void>;
}

function slowDown({ sandbox }: Twin, pace: Pace): void {
  const handle = sandbox.handle.bind(sandbox);
  sandbox.handle = async (request) => {
    await new Promise((resolve) => setTimeout(resolve, pace.wait));
    await pace.held;
    return handle(request);
  };
}
