import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { type Duplex, PassThrough, type Readable } from 'node:stream';
import { packageRoot } from '../../web/package-root.js';
import { logErrorOutput } from './error-output.js';
import { HostEnd, type HostFunctions } from './host-end.js';
import { PluginCrashed } from './plugin-crashed.js';

// Compiled in any case: node runs no TypeScript, and the test runner's own loader must not be in there.
const MAIN = join(packageRoot, 'dist/src/plugins/child/main.js');

export interface ProcessLimits {
  /** Megabytes of heap. */
  memory: number;
  /** Milliseconds for a pure call, and for a sign of life in the middle of any other. */
  deadline: number;
  /** Milliseconds from the start to the first answer. */
  start: number;
}

/** One life of a plugin's process. Once ended it stays so. */
export class PluginProcess {
  private readonly child: ChildProcess;
  private readonly hub: HostEnd;
  /** Starting takes its time; nobody's deadline runs meanwhile. */
  private readonly ready: Promise<unknown>;
  private ended?: PluginCrashed;
  private watched = 0;
  private watch?: NodeJS.Timeout;

  constructor(
    entry: string,
    private readonly name: string,
    host: HostFunctions,
    private readonly limits: ProcessLimits,
    private readonly onEnd: () => void,
  ) {
    this.child = spawn(process.execPath, [`--max-old-space-size=${limits.memory}`, MAIN, entry], {
      cwd: dirname(entry),
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.child.on('exit', (code, signal) => this.end(signal ? `was ended by ${signal}` : `ended with code ${code}`));
    this.child.on('error', (error) => this.end(`could not be started or reached: ${error.message}`));
    // Absent when the machine has no room for another process.
    const [, , errors, pipe = new PassThrough()] = this.child.stdio ?? [];
    if (errors) logErrorOutput(errors as Readable, name);
    this.hub = new HostEnd(pipe as Duplex, host, (why) => this.kill(why));
    this.ready = this.within(limits.start, 'alive');
    this.ready.catch(() => undefined);
  }

  get traffic(): Readonly<HostEnd['traffic']> {
    return this.hub.traffic;
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  /** Asks within a number of milliseconds; behind them the process is ended, for it may be in an endless loop. */
  async askWithin(milliseconds: number, method: string, ...args: unknown[]): Promise<unknown> {
    await this.ready;
    return this.within(milliseconds, method, ...args);
  }

  /** Asks for as long as it takes, while the process gives signs of life. */
  async askPatiently(method: string, ...args: unknown[]): Promise<unknown> {
    await this.ready;
    this.watched += 1;
    this.watch ??= setInterval(() => this.listenForLife(), this.limits.deadline);
    try {
      return await this.ask(method, ...args);
    } finally {
      this.watched -= 1;
      if (this.watched === 0) this.stopWatching();
    }
  }

  kill(why: string): void {
    this.end(why);
    // One that could not be started has no number, and a signal without a number would go to all of us.
    if (this.child.pid !== undefined) this.child.kill('SIGKILL');
  }

  private listenForLife(): void {
    // Whoever waits for the process hears of its end by its own call.
    this.within(this.limits.deadline, 'alive').catch(() => undefined);
  }

  private async within(milliseconds: number, method: string, ...args: unknown[]): Promise<unknown> {
    // Real time, whatever the hub's clock says: it is a real process that is being watched.
    const why = `took longer than ${milliseconds / 1000} seconds over ${method}`;
    const timer = setTimeout(() => this.kill(why), milliseconds);
    try {
      return await this.ask(method, ...args);
    } finally {
      clearTimeout(timer);
    }
  }

  private async ask(method: string, ...args: unknown[]): Promise<unknown> {
    if (this.ended) throw this.ended;
    return this.hub.ask(method, ...args);
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = new PluginCrashed(`${this.name}: its process ${why}.`);
    this.stopWatching();
    this.hub.close(this.ended);
    this.onEnd();
  }

  private stopWatching(): void {
    clearInterval(this.watch);
    this.watch = undefined;
  }
}
