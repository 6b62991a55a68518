import { basename, dirname } from 'node:path';
import { checkManifest, isObject, type Problem } from '../../sdk/checking/index.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { CallDesk } from '../call-desk.js';
import type { RunningPlugin } from '../loaded-plugin.js';
import { ContainedPlugin } from './contained-plugin.js';
import type { ProcessLimits } from './plugin-process.js';

const LIMITS: ProcessLimits = { memory: 256, deadline: 10_000, start: 20_000 };

export type Contained = { problems: Problem[] } | { manifest: Manifest; run(desk: CallDesk): RunningPlugin };

/** Looks a plugin over from a safe distance: its module is imported in a process of its own, never in this one. */
export async function contain(entry: string, limits: Partial<ProcessLimits> = {}): Promise<Contained> {
  const name = basename(dirname(entry));
  const all = { ...LIMITS, ...limits, start: limits.start ?? LIMITS.start };
  const looked = new ContainedPlugin(entry, name, undefined, all);
  try {
    const { manifest, problems } = readInspection(await looked.inspect());
    if (problems.length > 0 || !manifest) return { problems };
    return { manifest, run: (desk) => run(entry, manifest, desk, all) };
  } finally {
    // Another one is started with the first call. A hub with many plugins that nobody uses runs none of them.
    await looked.dispose();
  }
}

function run(entry: string, manifest: Manifest, desk: CallDesk, limits: ProcessLimits): RunningPlugin {
  const contained = new ContainedPlugin(entry, manifest.id, desk.for(manifest.id), limits);
  return {
    calls: contained.callsOf(manifest),
    sandbox: manifest.sandbox ? (options) => contained.openSandbox(options) : undefined,
    dispose: () => contained.dispose(),
    traffic: () => contained.traffic,
  };
}

/** What the process says of its plugin; the manifest is checked here once more, for over there it can be made up. */
function readInspection(said: unknown): { manifest?: Manifest; problems: Problem[] } {
  if (!isObject(said) || !Array.isArray(said.problems)) return nonsense;
  const problems = said.problems.filter(isProblem);
  if (problems.length > 0 || said.problems.length > 0) return problems.length > 0 ? { problems } : nonsense;
  const manifest = said.manifest as Manifest;
  return { manifest, problems: checkManifest(manifest) };
}

const nonsense = { problems: [{ field: '', problem: 'does not say what it is' }] };

function isProblem(value: unknown): value is Problem {
  return isObject(value) && typeof value.field === 'string' && typeof value.problem === 'string';
}
