import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspectPlugin } from '../sdk/checking/index.js';
import type { Manifest } from '../sdk/host/index.js';
import type { CallDesk } from './call-desk.js';
import { contain } from './child/contain.js';
import { type PluginFailure, PluginFolderProblem } from './failure.js';
import { compiledOf, entryOf, findBundled, findOutside, type PluginFolder } from './find-folders.js';
import { readIcon } from './icon.js';
import type { RunningPlugin } from './loaded-plugin.js';
import { runHere } from './run-here.js';
import { stage } from './stage.js';
import { whyBroken } from './why-broken.js';

/** A plugin that has been looked over and may be registered. */
export interface FoundPlugin {
  manifest: Manifest;
  folder: string;
  icon: string;
  /** Came with the hub. */
  bundled: boolean;
  contained: boolean;
  /** Ties its code to the desk; until then nothing of it can be called. */
  run(desk: CallDesk): RunningPlugin;
}

export interface LoadOptions {
  /** Folders beside the bundled ones. */
  pluginPaths: string[];
  /** Where copies of outside plugins are kept. */
  dataDir: string;
  /** Which plugins run in a process of their own; those from outside unless said otherwise. */
  contained?(folder: PluginFolder): boolean;
  /** Plugins that came with the hub; tests leave them out. */
  bundled?: boolean;
  /** Milliseconds a plugin's module may take to load. */
  patience?: number;
}

export interface Loaded {
  plugins: FoundPlugin[];
  failures: PluginFailure[];
}

const PATIENCE = 20_000;
// Looking one over from a distance costs a process.
const AT_ONCE = 4;

/** Finds and looks over every plugin there is. A broken one becomes a failure; it never stops the others. */
export async function loadPlugins(options: LoadOptions): Promise<Loaded> {
  const failures: PluginFailure[] = [];
  const folders = [
    ...(options.bundled === false ? [] : await findBundled()),
    ...(await findOutside(options.pluginPaths, failures)),
  ];
  const plugins: FoundPlugin[] = [];
  const loadInTurn = async () => {
    for (let folder = folders.shift(); folder; folder = folders.shift()) {
      const plugin = await loadOne(folder, options, failures);
      if (plugin) plugins.push(plugin);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loadInTurn));
  const kept = leaveOut(plugins, failures);
  // They are found side by side; people read them folder by folder.
  return { plugins: kept, failures: failures.toSorted((left, right) => left.folder.localeCompare(right.folder)) };
}

async function loadOne(
  folder: PluginFolder,
  options: LoadOptions,
  failures: PluginFailure[],
): Promise<FoundPlugin | undefined> {
  const fail = (problem: string, field?: string): undefined => {
    failures.push({ folder: folder.path, plugin: folder.name, field: field || undefined, problem });
  };
  try {
    const entry = await settle(folder, options.dataDir);
    const contained = options.contained?.(folder) ?? !folder.bundled;
    const inspected = contained
      ? await contain(compiledOf(entry), { start: options.patience })
      : await inspectHere(entry, options);
    if ('problems' in inspected) {
      for (const { field, problem } of inspected.problems) fail(problem, field);
      return undefined;
    }
    const { manifest } = inspected;
    const icon = await readIcon(folder.path, manifest.listing.icon);
    if (manifest.id !== folder.name) fail(`'${manifest.id}' must be the folder's name, '${folder.name}'`, 'id');
    if ('problem' in icon) fail(icon.problem, 'listing.icon');
    if ('svg' in icon && manifest.id === folder.name) {
      return { folder: folder.path, bundled: folder.bundled, contained, icon: icon.svg, ...inspected };
    }
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(error instanceof PluginFolderProblem ? reason : `can't be loaded: ${reason}`);
  }
}

/** The module to load: where it stands, or its copy when it comes from outside. */
async function settle(folder: PluginFolder, dataDir: string): Promise<string> {
  if (!entryOf(folder.path)) throw new PluginFolderProblem('plugin.js is missing: is the plugin compiled?');
  const home = folder.bundled ? folder.path : await stage(folder.path, folder.name, join(dataDir, 'plugins'));
  return realpath(entryOf(home)!);
}

async function inspectHere(entry: string, { patience = PATIENCE }: LoadOptions) {
  const { default: exported } = await importWithin(patience, entry);
  const { plugin, manifest, problems } = inspectPlugin(exported);
  if (!plugin || !manifest) return { problems };
  return { manifest, run: (desk: CallDesk) => runHere(plugin, desk) };
}

/** A module that waits for ever at its top must not keep the hub from starting. */
async function importWithin(milliseconds: number, entry: string): Promise<Record<string, unknown>> {
  const stop = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: stop.signal }).then(() => {
    throw new PluginFolderProblem(`can't be loaded: its module was not ready after ${milliseconds / 1000} seconds`);
  });
  try {
    const loaded = import(pathToFileURL(entry).href).catch((error: unknown) => {
      throw new PluginFolderProblem(whyBroken(error, entry));
    });
    return await Promise.race([loaded, late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
}

/**
 * Of outside plugins with one id none is taken: nobody could tell which was meant. One that came with the hub stays, whoever
 * takes its name. What requires a missing plugin is left out too.
 */
function leaveOut(plugins: FoundPlugin[], failures: PluginFailure[]): FoundPlugin[] {
  const kept = new Set(plugins);
  const refuse = (plugin: FoundPlugin, field: string, problem: string) => {
    kept.delete(plugin);
    failures.push({ folder: plugin.folder, plugin: plugin.manifest.id, field, problem });
  };
  for (const plugin of plugins.filter(({ bundled }) => !bundled)) {
    const others = plugins.filter((other) => other !== plugin && other.manifest.id === plugin.manifest.id);
    for (const other of others) refuse(plugin, 'id', `'${plugin.manifest.id}' is also the id of ${other.folder}`);
  }
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    const ids = new Set([...kept].map(({ manifest }) => manifest.id));
    for (const plugin of kept) {
      const { requires } = plugin.manifest;
      const at = requires.findIndex((id) => !ids.has(id));
      if (at >= 0) refuse(plugin, `requires[${at}]`, `needs the addon '${requires[at]}', which is not here`);
    }
  }
  return [...kept];
}
