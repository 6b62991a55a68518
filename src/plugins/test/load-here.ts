import { manifestOf } from '../../sdk/host/index.js';
import type { Plugin } from '../../sdk/index.js';
import type { CallDesk } from '../call-desk.js';
import { guardedCalls, type LoadedPlugin } from '../loaded-plugin.js';
import { runHere } from '../run-here.js';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#7048a8"/></svg>';

/** A plugin as the hub has it once it is loaded, running in this process. It may be said to declare something else. */
export function loadHere(plugin: Plugin, desk: CallDesk, manifest = manifestOf(plugin)): LoadedPlugin {
  const running = runHere(plugin, desk);
  const folder = `/plugins/${plugin.id}`;
  const calls = guardedCalls(plugin.id, desk, running.calls);
  return { ...running, manifest, folder, icon: ICON, contained: false, calls };
}
