import type { Manifest } from '../manifest.js';
import { manifestOf } from '../manifest-of.js';
import type { Plugin } from '../plugin.js';
import { stepOptionsOf } from '../step.js';
import { checkManifest } from './check-manifest.js';
import { isObject, type Problem, problemsOf } from './outline.js';
import { pluginOutline } from './plugin-outline.js';

/** What a plugin's module exports, and all that is wrong with it. */
export interface Inspection {
  plugin?: Plugin;
  manifest?: Manifest;
  problems: Problem[];
}

/** Looks a plugin over before anything of it is used. Collects every problem it can, not only the first. */
export function inspectPlugin(exported: unknown): Inspection {
  const inspection = look(exported);
  return { ...inspection, problems: inspection.problems.map((problem) => named(problem, Object(exported))) };
}

function look(exported: unknown): Inspection {
  if (!isObject(exported) || exported.kind !== 'patchbay-plugin') {
    return {
      problems: [{ field: 'default', problem: 'plugin.ts must export by default what definePlugin() returns' }],
    };
  }
  const problems = [...problemsOf(pluginOutline, exported), ...stepProblems(exported.wizard)];
  // What can't be reduced can still have its texts checked once this much is mended.
  if (problems.length > 0) return { problems };
  const plugin = exported as unknown as Plugin;
  const reduced = reduce(plugin);
  if ('problem' in reduced) return { problems: [{ field: '', problem: reduced.problem }] };
  const found = checkManifest(reduced.manifest);
  return found.length > 0 ? { problems: found } : { plugin, manifest: reduced.manifest, problems: [] };
}

/** Says of a place in a list whose it is as well: nobody counts up to the twelfth task. */
function named({ field, problem }: Problem, plugin: Record<string, unknown>): Problem {
  const [, list, at] = /^(tasks|mappings|valueMaps|webhooks)\[(\d+)\]\.(?!id$)/.exec(field) ?? [];
  const items = list === undefined ? undefined : plugin[list];
  const id: unknown = Array.isArray(items) ? Object(items[Number(at)]).id : undefined;
  return typeof id === 'string' ? { field, problem: `${problem} (in ${id})` } : { field, problem };
}

function reduce(plugin: Plugin): { manifest: Manifest } | { problem: string } {
  try {
    return { manifest: manifestOf(plugin) };
  } catch (error) {
    return { problem: `can't be reduced to a manifest: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function stepProblems(wizard: unknown): Problem[] {
  const steps = Array.isArray(wizard) ? wizard : [];
  return steps.flatMap((step, at) => {
    if (typeof step !== 'function') return [];
    try {
      stepOptionsOf(step);
      return [];
    } catch (error) {
      return [{ field: `wizard[${at}]`, problem: (error as Error).message }];
    }
  });
}
