import { existsSync, readFileSync } from 'node:fs';
import { command } from './command.mjs';

/** Installs the packages when those in node_modules are not the ones that the lockfile names. */
export async function installDependencies() {
  const reason = outOfDate();
  if (!reason) return 'up to date';
  console.log(`Installing packages (npm ci): ${reason}`);
  // The build tools are needed on every machine that builds, whatever it says of itself.
  const { NODE_ENV: _, ...env } = process.env;
  // Under npm this is the npm that runs us, which need not be in PATH.
  const npm = env.npm_execpath?.endsWith('.js') ? [process.execPath, env.npm_execpath] : ['npm'];
  const [program, ...args] = [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await command(program, args, { minutes: 15, env });
  return 'installed';
}

function outOfDate() {
  // npm writes this file last, so a broken installation has none.
  const installed = 'node_modules/.package-lock.json';
  if (!existsSync(installed)) return 'there are none yet';
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const changed = Object.keys(want).find(
    (path) => path !== '' && (have[path] ? have[path].version !== want[path].version : !want[path].optional),
  );
  return changed && `${changed.replace(/^.*node_modules\//, '')} is missing or of another version`;
}
