import type { Plugin } from '../sdk/index.js';
import { createRuntime } from '../sdk/runtime/index.js';
import type { CallDesk } from './call-desk.js';
import type { RunningPlugin } from './loaded-plugin.js';

/** Runs a plugin's code in this process. */
export function runHere(plugin: Plugin, desk: CallDesk): RunningPlugin {
  const { sandbox } = plugin;
  return {
    calls: createRuntime(plugin, desk.for(plugin.id)),
    sandbox: sandbox && (async (options) => sandbox(options)),
    dispose: async () => undefined,
  };
}
