import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const cache = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url));
const source = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

/** The worker as a program, below node_modules so that it finds its libraries. */
export async function compileWorker(): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${cache}/worker-`);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: source,
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return { path: `${folder}/worker.mjs`, remove: () => rm(folder, { recursive: true }) };
}

/** Resolves when the worker looks for runs. It ends when its input does. */
export async function startWorker(path: string, url: string, pages: number, pause: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path, url, String(pages), String(pause)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const _ of createInterface({ input: child.stdout! })) return child;
  throw new Error('The worker ended without a word');
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}
