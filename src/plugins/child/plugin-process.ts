import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Logger } from '@nestjs/common';
import { isObject } from '../../sdk/checking/index.js';
import { packageRoot } from '../../web/package-root.js';
import { type Channel, type Message, openChannel } from './channel.js';
import { isPlain } from './plain-data.js';
import { PluginCrashed } from './plugin-crashed.js';

// Compiled in any case: node runs no TypeScript, and the test runner's own loader must not be in there.
const MAIN = join(packageRoot, 'dist/src/plugins/child/main.js');
const MESSAGE_AT_MOST = 32 * 1024 * 1024;
const ASKING_AT_ONCE = 200;
const LINES_AT_MOST = 200;
const LINE_AT_MOST = 2_000;

export interface ProcessLimits {
  /** Megabytes of heap. */
  memory: number;
  /** Milliseconds for a pure call, and for a sign of life in the middle of any other. */
  deadline: number;
  /** Milliseconds from the start to the first answer. */
  start: number;
}

export type HostFunctions = Record<
  'http' | 'page' | 'stated' | 'owed' | 'log' | 'notify',
  (...args: never[]) => Promise<unknown>
>;

/** One life of a plugin's process. Once ended it stays so. */
export class PluginProcess {
  /** Messages both ways, for those who count. */
  readonly traffic = { sent: 0, received: 0 };
  private readonly child: ChildProcess;
  private readonly channel: Channel;
  /** Starting takes its time; nobody's deadline runs meanwhile. */
  private readonly ready: Promise<unknown>;
  private ended?: PluginCrashed;
  private asking = 0;
  private watched = 0;
  private watch?: NodeJS.Timeout;

  constructor(
    entry: string,
    private readonly name: string,
    host: HostFunctions,
    private readonly limits: ProcessLimits,
    private readonly onEnd: () => void,
  ) {
    this.child = fork(MAIN, [entry], {
      cwd: dirname(entry),
      env: {},
      execArgv: [`--max-old-space-size=${limits.memory}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.channel = openChannel(this.counted(host), {
      post: (message) => this.post(message),
      on: (receive) => this.child.on('message', (message) => this.receive(message, receive)),
    });
    this.child.on('exit', (code, signal) => this.end(signal ? `was ended by ${signal}` : `ended with code ${code}`));
    this.child.on('error', (error) => this.end(`could not be started or reached: ${error.message}`));
    this.listen();
    this.ready = this.within(limits.start, 'alive');
    this.ready.catch(() => undefined);
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
    return this.channel.ask(method, ...args);
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = new PluginCrashed(`${this.name}: its process ${why}.`);
    this.stopWatching();
    this.channel.close(this.ended);
    this.onEnd();
  }

  private stopWatching(): void {
    clearInterval(this.watch);
    this.watch = undefined;
  }

  private post(message: unknown): Promise<void> {
    this.traffic.sent += 1;
    return new Promise((resolve, reject) => {
      this.child.send(message as object, (error) => (error ? reject(this.ended ?? error) : resolve()));
    });
  }

  /** Anything may come in here. What is no message of ours ends the process: it isn't one that the SDK sent. */
  private receive(message: unknown, receive: (message: Message) => void): void {
    this.traffic.received += 1;
    if (this.ended) return;
    if (isPlain(message, MESSAGE_AT_MOST) && isMessage(message)) receive(message);
    else this.kill('sent something that is no message');
  }

  private counted(host: HostFunctions): HostFunctions {
    const counted =
      (method: (...args: never[]) => Promise<unknown>) =>
      async (...args: never[]): Promise<unknown> => {
        if (this.asking >= ASKING_AT_ONCE) this.kill(`asked for more than ${ASKING_AT_ONCE} things at once`);
        if (this.ended) throw this.ended;
        this.asking += 1;
        try {
          return await method(...args);
        } finally {
          this.asking -= 1;
        }
      };
    return {
      http: counted(host.http),
      page: counted(host.page),
      stated: counted(host.stated),
      owed: counted(host.owed),
      log: counted(host.log),
      notify: counted(host.notify),
    };
  }

  /** What a plugin writes to its error output is worth a line in the log, within reason. */
  private listen(): void {
    // Absent when the process could not be started at all.
    if (!this.child.stderr) return;
    let lines = 0;
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      lines += 1;
      if (lines <= LINES_AT_MOST) log.warn(line.slice(0, LINE_AT_MOST), { plugin: this.name });
    });
  }
}

function isMessage(message: unknown): message is Message {
  if (!isObject(message)) return false;
  const { t, i, m, a } = message;
  return t === 'q' ? typeof m === 'string' && Array.isArray(a) : t === 's' && typeof i === 'string';
}

const log = new Logger('plugins');
