import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { phase } from './phase.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** Makes a fresh clone ready: packages, compiled code, database engine and, where asked for, the browser. */
export async function setUp({ engine = true, browser = false } = {}) {
  await phase('Node.js', checkNode);
  await phase('packages', installDependencies);
  await phase('build', build);
  if (engine) await phase('database engine', installEngine);
  if (browser) await installBrowser();
}

export function installBrowser() {
  return phase('browser', installChromium);
}

export function compiled(path) {
  return pathToFileURL(`${root}/dist/${path}`).href;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return process.versions.node;
  throw new Error(`Patchbay needs 20.19 or newer; this is ${process.versions.node}`);
}

async function installEngine() {
  const { installEngine } = await import(compiled('src/database/private/index.js'));
  return (await installEngine(console.log)).server;
}

async function installChromium() {
  const { installChromium } = await import(compiled('test/support/chromium.js'));
  return installChromium(console.log);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setUp({ browser: true });
  } catch {
    // What failed has said so itself.
    process.exitCode = 1;
  }
}
