import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.js';
import { EngineMissing, FolderInUse, startPrivateDatabase } from './database/private/index.js';
import { DatabaseUnreachable, migrate } from './migrate.js';
import { Settings, WrongSettings } from './settings/settings.js';

/** What the person who starts the hub can mend: told in a sentence, without a stack. */
const FOR_PEOPLE = [WrongSettings, EngineMissing, FolderInUse, DatabaseUnreachable];

/** Starts the hub and keeps it running until it is told to stop. */
async function main(): Promise<void> {
  const settings = Settings.from(process.env);
  const own = settings.databaseUrl
    ? undefined
    : await startPrivateDatabase({ dir: join(settings.dataDir, 'database') });
  const databaseUrl = settings.databaseUrl ?? own!.url;
  try {
    await migrate(databaseUrl);
    const app = await createApp(settings, { databaseUrl });
    await app.listen(settings.port);
    process.stdout.write(
      `Patchbay is at ${settings.publicUrl ?? (await app.getUrl()).replace('[::1]', 'localhost')}\n`,
    );
    await toldToStop();
    await close(app);
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

main().catch((error: unknown) => {
  const known = FOR_PEOPLE.some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error)?.stack ?? String(error))}\n`);
  // Not by exitCode: a pool that was opened before things went wrong would keep the process alive.
  process.exit(1);
});
