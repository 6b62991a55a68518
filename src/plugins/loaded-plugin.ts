import type { Manifest } from '../sdk/host/index.js';
import type { Sandbox, SandboxOptions } from '../sdk/index.js';
import type { Call, PluginCalls } from '../sdk/runtime/index.js';
import { checkAnswer, eachSound } from './answers.js';
import type { CallDesk } from './call-desk.js';

/** A plugin's code at work, here or in a process of its own. */
export interface RunningPlugin {
  calls: PluginCalls;
  /** Opens the local twin of its app, where it has one. */
  sandbox?: (options: SandboxOptions) => Promise<Sandbox>;
  /** Ends what runs for it. */
  dispose(): Promise<void>;
  /** Messages that have crossed the boundary of its process, where it has one. */
  traffic?(): Readonly<{ sent: number; received: number }>;
}

/** A plugin that was found, checked and is ready to be called, wherever its code runs. */
export interface LoadedPlugin extends Readonly<RunningPlugin> {
  readonly manifest: Manifest;
  /** The folder it was found in. */
  readonly folder: string;
  /** Its icon as SVG text. */
  readonly icon: string;
  /** Its code runs in a process of its own. */
  readonly contained: boolean;
}

type Answered = Parameters<typeof checkAnswer>[1];
type EachSound = Extract<Parameters<typeof eachSound>[1], Answered>;

/** The same calls as the host makes them: noted at the desk before the plugin's code begins, checked when it has ended. */
export function guardedCalls(plugin: string, desk: CallDesk, calls: PluginCalls): PluginCalls {
  const checked =
    <Args extends unknown[], T>(name: Answered, method: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const answer = await method(...args);
      checkAnswer(plugin, name, args, answer);
      return answer;
    };
  const held =
    <Rest extends unknown[], T>(method: (call: Call, ...rest: Rest) => Promise<T>) =>
    async (call: Call, ...rest: Rest): Promise<T> => {
      desk.hold(call.id, plugin, calls);
      return method(call, ...rest);
    };
  const soundEach =
    <Args extends unknown[], T>(name: EachSound, method: (...args: Args) => Promise<T[]>) =>
    async (...args: Args) =>
      eachSound(plugin, name, await checked(name, method)(...args));
  return {
    manifest: calls.manifest,
    check: held(checked('check', calls.check)),
    tenants: held(checked('tenants', calls.tenants)),
    disconnect: held(calls.disconnect),
    checkStep: held(checked('checkStep', calls.checkStep)),
    pickList: held(checked('pickList', calls.pickList)),
    create: held(checked('create', calls.create)),
    pull: held(calls.pull),
    readStatement: held(calls.readStatement),
    map: checked('map', calls.map),
    uses: soundEach('uses', calls.uses),
    parents: soundEach('parents', calls.parents),
    build: soundEach('build', calls.build),
    merge: async (...args) => eachSound(plugin, 'merge', [await calls.merge(...args)])[0]!,
    change: soundEach('change', calls.change),
    prepare: held(calls.prepare),
    step: held(checked('step', calls.step)),
    find: held(checked('find', calls.find)),
    send: held(checked('send', calls.send)),
    notified: checked('notified', calls.notified),
    events: checked('events', calls.events),
    abort: calls.abort,
  };
}
