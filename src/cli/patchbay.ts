#!/usr/bin/env node
import { WrongKeys } from '../connections/seals/keys.js';
import { DatabaseUnreachable } from '../database/database-unreachable.js';
import { EngineMissing, FolderInUse } from '../database/private/index.js';
import { Settings, WrongSettings } from '../settings/settings.js';
import { CannotDo, type Command, say, WrongUsage } from './command.js';

/** Loaded when asked for: `patchbay help` need not wake the whole house. */
const commands: Record<string, () => Promise<Command>> = {
  demo: async () => (await import('./demo/demo.command.js')).demoCommand,
  migrate: async () => (await import('./migrate.command.js')).migrateCommand,
  keys: async () => (await import('./keys.command.js')).keysCommand,
  run: async () => (await import('./run.command.js')).runCommand,
  plugins: async () => (await import('./plugins.command.js')).pluginsCommand,
  users: async () => (await import('./users.command.js')).usersCommand,
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
};

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return help(name);
  const command = await load();
  try {
    return await command.run(args, Settings.from(process.env));
  } catch (error) {
    if (!isTheirs(error)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    if (error instanceof WrongUsage || isParseError(error)) process.stderr.write(`Usage: patchbay ${command.usage}\n`);
    return error instanceof CannotDo ? 1 : 2;
  }
}

/** Something that the person at the terminal can mend, told in its own words. */
function isTheirs(error: unknown): boolean {
  const kinds = [WrongUsage, CannotDo, WrongSettings, EngineMissing, FolderInUse, DatabaseUnreachable, WrongKeys];
  return kinds.some((kind) => error instanceof kind) || isParseError(error);
}

function isParseError(error: unknown): boolean {
  return (error as { code?: string })?.code?.startsWith('ERR_PARSE_ARGS') === true;
}

async function help(asked: string): Promise<number> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  say('Usage: patchbay <command>');
  for (const { usage, summary } of all) say(`  ${usage}\n      ${summary}`);
  if (['help', '--help', '-h'].includes(asked)) return 0;
  process.stderr.write(`There is no command '${asked}'.\n`);
  return 2;
}

// Not by exitCode: a pool that was opened before things went wrong would keep the process alive.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error)?.stack ?? String(error)}\n`);
    process.exit(1);
  },
);
