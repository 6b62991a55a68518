import { setTimeout as sleep } from 'node:timers/promises';
import { type DataFolder, installTables, user, writeSignIn } from './data-folder.js';
import type { Engine } from './engine.js';
import { endProcess, isRunning, signal } from './processes.js';
import {
  answers,
  forgetServer,
  lastServer,
  launchServer,
  query,
  type RunningServer,
  type ServerSettings,
  untilAnswering,
} from './server.js';

export interface OwnServerOptions extends Partial<ServerSettings> {
  /** The name of the database; made when it is not there. */
  database?: string;
  /** Hears in a line what happens. */
  onLine?: (line: string) => void;
}

/** The server of one folder, from the hub's first need of it to its last. */
export class OwnServer {
  private running?: RunningServer;
  private watch?: NodeJS.Timeout;
  private mending?: Promise<void>;
  private closing?: Promise<void>;
  private restarts: number[] = [];
  private readonly database: string;

  constructor(
    private readonly engine: Engine,
    private readonly folder: DataFolder,
    private readonly options: OwnServerOptions,
  ) {
    this.database = options.database ?? 'patchbay';
    if (!/^\w+$/.test(this.database)) throw new Error(`"${this.database}" is no name for a database`);
  }

  get pid(): number {
    return this.current.pid;
  }

  get port(): number {
    return this.current.port;
  }

  private get current(): RunningServer {
    if (!this.running) throw new Error('The database server is not running');
    return this.running;
  }

  get url(): string {
    return `mysql://${user}:${this.folder.password}@127.0.0.1:${this.port}/${this.database}`;
  }

  async open(): Promise<void> {
    process.on('exit', this.leave);
    try {
      await this.begin();
    } catch (error) {
      await this.close();
      throw error;
    }
    this.watch = setInterval(() => this.look(), 500).unref();
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  private async begin(): Promise<void> {
    if (await installTables(this.engine, this.folder)) this.say(`New database in ${this.folder.tables}`);
    const last = await lastServer(this.folder);
    if (!last || !(await this.adopt(last))) await this.start(last?.port);
    await query(this.port, this.folder.password, `CREATE DATABASE IF NOT EXISTS \`${this.database}\``);
  }

  private async shut(): Promise<void> {
    clearInterval(this.watch);
    await this.mending;
    if (this.running) {
      await endProcess(this.running);
      await forgetServer(this.running, this.folder);
    }
    process.off('exit', this.leave);
  }

  private async adopt(last: RunningServer): Promise<boolean> {
    if (isRunning(last)) {
      if (await this.answersSoon(last)) {
        this.say(`Going on with the database server ${last.pid} on port ${last.port}`);
        this.running = last;
        return true;
      }
      this.say(`Stopping the database server ${last.pid}, which does not answer`);
      await endProcess(last);
    }
    await forgetServer(last, this.folder);
    return false;
  }

  private async answersSoon(server: RunningServer): Promise<boolean> {
    for (let tries = 0; tries < 20 && isRunning(server); tries++) {
      if (await answers(server, this.folder)) return true;
      await sleep(100);
    }
    return false;
  }

  private async start(port?: number): Promise<void> {
    await writeSignIn(this.folder);
    const { bufferPoolMiB = 256, throwaway = false } = this.options;
    this.running = await launchServer(this.engine, this.folder, { bufferPoolMiB, throwaway }, port);
    await untilAnswering(this.running, this.folder);
    this.say(`The database server ${this.pid} listens on port ${this.port}`);
  }

  /** A server that was killed comes back on the same port, so that connection pools find it again. */
  private look(): void {
    if (this.mending || this.closing || isRunning(this.current)) return;
    this.mending = this.restart()
      .catch((error: unknown) => {
        clearInterval(this.watch);
        this.say(`The database server can't be kept running: ${error instanceof Error ? error.message : error}`);
      })
      .finally(() => {
        this.mending = undefined;
      });
  }

  private async restart(): Promise<void> {
    const minuteAgo = Date.now() - 60_000;
    this.restarts = [...this.restarts.filter((at) => at > minuteAgo), Date.now()];
    if (this.restarts.length > 5) throw new Error(`it ended five times in a minute; see ${this.folder.log}`);
    this.say(`The database server ${this.pid} ended by itself; starting it again`);
    await forgetServer(this.current, this.folder);
    await this.start(this.port);
  }

  /** The hub ends without having stopped it, by an error: nobody would use it, so let it finish. */
  private readonly leave = () => {
    if (this.running) signal(this.running, 'SIGTERM');
  };

  private say(line: string): void {
    this.options.onLine?.(line);
  }
}
