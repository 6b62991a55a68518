import { WrongKeys } from './connections/seals/keys.js';
import { DatabaseUnreachable } from './database/database-unreachable.js';
import { EngineMissing, FolderInUse } from './database/private/index.js';
import { runHub } from './hub.js';
import { Settings, WrongSettings } from './settings/settings.js';

/** What the person at the terminal can mend: said in a sentence, without a stack. */
const FOR_PEOPLE = [WrongSettings, EngineMissing, FolderInUse, DatabaseUnreachable, WrongKeys];

async function main(): Promise<void> {
  await runHub(Settings.from(process.env), { opened: (url) => process.stdout.write(`Patchbay is at ${url}\n`) });
}

main().catch((error: unknown) => {
  const known = FOR_PEOPLE.some((kind) => error instanceof kind);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error)?.stack ?? String(error))}\n`);
  // Not by exitCode: a pool that was opened before things went wrong would keep the process alive.
  process.exit(1);
});
