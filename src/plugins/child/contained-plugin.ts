import type { Manifest } from '../../sdk/host/index.js';
import { type Sandbox, type SandboxOptions, TryLater } from '../../sdk/index.js';
import type { HostCalls, PluginCalls } from '../../sdk/runtime/index.js';
import type { HostFunctions } from './host-end.js';
import { PluginProcess, type ProcessLimits } from './plugin-process.js';
import { SandboxesOutside } from './sandbox-outside.js';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** A plugin in a process of its own, which is started again after it has crashed. */
export class ContainedPlugin {
  private process?: PluginProcess;
  private disposed = false;
  private crashes = 0;
  private pausedUntil = 0;
  private readonly sandboxes = new SandboxesOutside((method, ...args) => this.live().askPatiently(method, ...args));

  constructor(
    private readonly entry: string,
    private readonly name: string,
    /** Absent while the plugin is only looked over: it may ask for nothing then. */
    private readonly host: HostCalls | undefined,
    private readonly limits: ProcessLimits,
  ) {}

  get traffic(): Readonly<PluginProcess['traffic']> {
    return this.process?.traffic ?? { sent: 0, received: 0 };
  }

  async inspect(): Promise<unknown> {
    return this.live().askWithin(this.limits.start, 'inspect');
  }

  callsOf(manifest: Manifest): PluginCalls {
    const talking =
      (method: keyof PluginCalls) =>
      async (...args: unknown[]): Promise<never> =>
        (await this.succeed(this.live().askPatiently(method, ...args))) as never;
    const pure =
      (method: keyof PluginCalls) =>
      async (...args: unknown[]): Promise<never> => {
        const process = this.live();
        return (await this.succeed(process.askWithin(this.limits.deadline, method, ...args))) as never;
      };
    return {
      manifest: async () => manifest,
      check: talking('check'),
      tenants: talking('tenants'),
      disconnect: talking('disconnect'),
      checkStep: talking('checkStep'),
      pickList: talking('pickList'),
      create: talking('create'),
      pull: talking('pull'),
      readStatement: talking('readStatement'),
      map: pure('map'),
      uses: pure('uses'),
      parents: pure('parents'),
      build: pure('build'),
      merge: pure('merge'),
      change: pure('change'),
      prepare: talking('prepare'),
      step: talking('step'),
      find: talking('find'),
      send: talking('send'),
      notified: pure('notified'),
      events: pure('events'),
      // A process that is gone has stopped already.
      abort: async (call) => {
        if (this.process?.alive) await this.process.askWithin(this.limits.deadline, 'abort', call);
      },
    };
  }

  openSandbox(options: SandboxOptions): Promise<Sandbox> {
    return this.sandboxes.open(options);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.process?.kill('was told to stop');
  }

  /** The running process, or a new one. One that crashes again and again is given time: nothing has been sent then. */
  private live(): PluginProcess {
    if (this.disposed) throw new Error(`${this.name} has been unloaded`);
    if (this.process?.alive) return this.process;
    const pause = this.pausedUntil - performance.now();
    if (pause > 0) {
      throw new TryLater({
        seconds: Math.ceil(pause / 1000),
        why: `${this.name} has stopped unexpectedly and is started again in a moment.`,
      });
    }
    this.process = new PluginProcess(this.entry, this.name, this.functions(), this.limits, () => this.crashed());
    return this.process;
  }

  private crashed(): void {
    this.crashes += 1;
    if (this.crashes < 2) return;
    this.pausedUntil = performance.now() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.crashes - 2));
  }

  private async succeed<T>(call: Promise<T>): Promise<T> {
    const answer = await call;
    this.crashes = 0;
    return answer;
  }

  private functions(): HostFunctions {
    const refuse = async (): Promise<never> => {
      throw new Error(`${this.name} asked for something before it was called`);
    };
    const { host, sandboxes } = this;
    if (!host) return { http: refuse, page: refuse, stated: refuse, owed: refuse, log: refuse, notify: refuse };
    const notify: SandboxesOutside['notify'] = (id, request) => sandboxes.notify(id, request);
    return { http: host.http, page: host.page, stated: host.stated, owed: host.owed, log: host.log, notify };
  }
}
