import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const cache = fileURLToPath(new URL('../../../../node_modules/.cache', import.meta.url));
const source = fileURLToPath(new URL('../index.ts', import.meta.url));

/** The private database as a module that a process of its own can load, where a spec needs one to kill. */
export async function compile() {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${cache}/private-database-`);
  // Another user loads it too.
  await chmod(folder, 0o755);
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: source, outDir: folder, emptyOutDir: true, rollupOptions: { output: { entryFileNames: 'it.mjs' } } },
  });
  return { url: pathToFileURL(`${folder}/it.mjs`).href, remove: () => rm(folder, { recursive: true }) };
}

/** Runs a script with the module as `it`; the script prints one line of JSON, then stays until its input ends. */
export async function runHub(module: string, script: string, wrapper: string[] = [], env = process.env) {
  const code = `import * as it from ${JSON.stringify(module)};
    process.stdin.resume().on('end', () => process.exit());
    const tell = (value) => console.log(JSON.stringify(value));
    ${script}`;
  const [command, ...args] = [...wrapper, process.execPath, '--input-type=module', '-e', code];
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  return { child, said: await firstLine(child) };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line);
  throw new Error('The process ended without a word');
}
