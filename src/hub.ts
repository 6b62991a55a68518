import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.js';
import { startPrivateDatabase } from './database/private/index.js';
import { migrate } from './migrate.js';
import type { Settings } from './settings/settings.js';

export interface HubOptions {
  /** The address to listen on; all of this machine's unless said. */
  host?: string;
  /** Done once the tables are up to date, before anybody is let in. */
  prepare?(hub: NestExpressApplication): Promise<void>;
  /** The hub answers at this address now. What is begun here has ended when the signal says that the hub is told to stop. */
  opened(url: string, hub: NestExpressApplication, stopping: AbortSignal): unknown;
}

/** Starts the hub and keeps it running until it is told to stop. */
export async function runHub(settings: Settings, { host, prepare, opened }: HubOptions): Promise<void> {
  const own = settings.databaseUrl
    ? undefined
    : await startPrivateDatabase({ dir: join(settings.dataDir, 'database') });
  const databaseUrl = settings.databaseUrl ?? own!.url;
  try {
    await migrate(databaseUrl);
    const app = await createApp(settings, { databaseUrl });
    try {
      const stopping = toldToStop();
      await app.init();
      await prepare?.(app);
      await (host ? app.listen(settings.port, host) : app.listen(settings.port));
      const url = settings.publicUrl ?? (await app.getUrl()).replace(/\[::1?\]|127\.0\.0\.1/, 'localhost');
      const end = new AbortController();
      const meanwhile = opened(url, app, end.signal);
      await stopping;
      end.abort();
      await meanwhile;
    } finally {
      await close(app);
    }
  } finally {
    await own?.stop();
  }
}

// Not Nest's own shutdown hooks: they end the process as soon as Nest is done, before the database could be stopped.
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function close(app: NestExpressApplication): Promise<void> {
  // A browser that follows live updates would keep its connection, and this process, open for ever.
  const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), 5000);
  await app.close();
  clearTimeout(impatience);
}
