import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const source = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const sdk = fileURLToPath(new URL('../../src/sdk/index.ts', import.meta.url));

/** A program, the working hub unless said, below node_modules so that it finds its libraries. */
export async function compileWorker(entry = source): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${cache}/faults-worker-`);
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /^patchbay\/sdk$/, replacement: sdk }] },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return { path: `${folder}/worker.mjs`, remove: () => rm(folder, { recursive: true }) };
}

/** A hub in a process of its own. Loading takes it longest, so that is done before it is needed. It ends when its input does. */
export class Worker {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly words: AsyncIterator<string>;
  private readonly loaded: Promise<void>;

  constructor(path: string, words: string[]) {
    this.child = spawn(process.execPath, [path, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.words = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.loaded = this.hear('loaded');
    // Awaited when it is told to work; until then nobody else would hear of a failure.
    this.loaded.catch(() => undefined);
  }

  /** Resolves when it works. */
  async work(): Promise<void> {
    await this.loaded;
    this.tell('work');
    await this.hear('working');
  }

  tell(word: string): void {
    this.child.stdin.write(`${word}\n`);
  }

  /** Without a warning: nothing of it is carried to an end. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  get diedOf(): NodeJS.Signals | null {
    return this.child.signalCode;
  }

  private async hear(word: string): Promise<void> {
    const { value, done } = await this.words.next();
    if (done || value !== word) throw new Error(`The worker said ${done ? 'nothing' : value} instead of ${word}`);
  }
}
