import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';

const stamp = 'dist/.sources.json';

/** Compiles when a source has changed, came or went since the last time. */
export async function build() {
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return 'up to date';
  // Without our stamp nobody knows what else was removed: let the compiler forget what it wrote.
  if (!existsSync(stamp)) rmSync('dist/.tsbuildinfo', { force: true });
  rmSync(stamp, { force: true });
  await command(process.execPath, ['node_modules/ts7/bin/tsc', '-p', 'tsconfig.build.json']);
  removeOrphans();
  writeFileSync(stamp, sources);
  return 'compiled';
}

function fingerprint() {
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8'));
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...include.flatMap(sourcesIn)];
  return JSON.stringify(
    files.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [file, size, mtimeMs];
    }),
  );
}

function sourcesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(path, file))
    .sort();
}

/** A plugin or a migration is registered by being there, so what was compiled from a removed one must go. */
function removeOrphans() {
  for (const file of readdirSync('dist', { recursive: true })) {
    const source = file.replace(/(\.js|\.js\.map|\.d\.ts)$/, '.ts');
    if (source !== file && !existsSync(source)) rmSync(join('dist', file));
  }
}
