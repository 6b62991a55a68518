import { join } from 'node:path';
import { Clock } from '../../clock/clock.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { loadPlugins } from '../../plugins/load-plugins.js';
import { keptState, serveSandbox } from '../../sandboxes/sandbox-server.js';
import type { Manifest, Sandbox } from '../../sdk/index.js';
import { fill } from '../../sdk/runtime/index.js';
import type { Settings } from '../../settings/settings.js';

/** A plugin's app, standing on this machine. */
export interface Twin {
  manifest: Manifest;
  sandbox: Sandbox;
  url: string;
  /** `host=address` pairs that lead the plugin's requests here. */
  endpoints: string[];
  stop(): Promise<void>;
}

/** Opens the local twin of every plugin that has one. What they hold is kept between starts. */
export async function openTwins(settings: Pick<Settings, 'pluginPaths' | 'dataDir'>): Promise<Twin[]> {
  const { plugins } = await loadPlugins(settings);
  const desk = new CallDesk(new Clock());
  const opened = plugins.map(async (found): Promise<Twin[]> => {
    const running = found.run(desk);
    if (!running.sandbox) {
      await running.dispose();
      return [];
    }
    const file = join(settings.dataDir, 'twins', `${found.manifest.id}.json`);
    const sandbox = await running.sandbox({ state: await keptState(file) });
    const served = await serveSandbox(sandbox, { file });
    const stop = async () => {
      await served.stop();
      await running.dispose();
    };
    return [
      {
        manifest: found.manifest,
        sandbox,
        url: served.url,
        endpoints: endpointsOf(found.manifest, sandbox, served.url),
        stop,
      },
    ];
  });
  return (await Promise.all(opened)).flat();
}

/** A host that a credential names (a shop's own domain) is the one that the twin's credentials name. */
function endpointsOf({ hosts }: Manifest, { credentials }: Sandbox, url: string): string[] {
  return hosts.map((host) => `${fill(host, credentials)}=${url}`);
}
