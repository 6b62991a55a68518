import { join } from 'node:path';
import { Clock } from '../../clock/clock.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { loadPlugins } from '../../plugins/load-plugins.js';
import type { RunningPlugin } from '../../plugins/loaded-plugin.js';
import { keptState, serveSandbox } from '../../sandboxes/sandbox-server.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { Sandbox } from '../../sdk/index.js';
import { fill } from '../../sdk/runtime/index.js';
import type { Settings } from '../../settings/settings.js';

/** A shop of the demo besides the first one. */
export interface Shop {
  name: string;
  orderPrefix: string;
}

/** A plugin's app, standing on this machine. */
export interface Twin {
  manifest: Manifest;
  /** Which shop it is, where there are several. */
  shop?: Shop;
  sandbox: Sandbox;
  url: string;
  /** `host=address` pairs that lead the plugin's requests here. */
  endpoints: string[];
  stop(): Promise<void>;
}

/** Opens the local twin of every plugin that has one, and one more of a store platform for each shop. What they hold is kept between starts. */
export async function openTwins(
  settings: Pick<Settings, 'pluginPaths' | 'dataDir'>,
  shops: readonly Shop[] = [],
): Promise<Twin[]> {
  const { plugins } = await loadPlugins(settings);
  const desk = new CallDesk(new Clock());
  const opened = plugins.map(async (found): Promise<Twin[]> => {
    const running = found.run(desk);
    if (!running.sandbox) {
      await running.dispose();
      return [];
    }
    const { manifest } = found;
    const wanted = manifest.platform ? [undefined, ...shops] : [undefined];
    const twins = await Promise.all(wanted.map((shop) => openOne(running, manifest, settings.dataDir, shop)));
    // The last one to close switches off the light.
    const [first, ...others] = twins;
    const stop = async () => {
      await first!.stop();
      await running.dispose();
    };
    return [{ ...first!, stop }, ...others];
  });
  return (await Promise.all(opened)).flat();
}

async function openOne(running: RunningPlugin, manifest: Manifest, dataDir: string, shop?: Shop): Promise<Twin> {
  const file = join(dataDir, 'twins', `${[manifest.id, ...(shop ? [shop.orderPrefix] : [])].join('-')}.json`);
  const sandbox = await running.sandbox!({ state: await keptState(file), shop });
  const served = await serveSandbox(sandbox, { file });
  const endpoints = endpointsOf(manifest, sandbox, served.url);
  return { manifest, shop, sandbox, url: served.url, endpoints, stop: served.stop };
}

/** A host that a credential names (a shop's own domain) is the one that the twin's credentials name. */
function endpointsOf({ hosts }: Manifest, { credentials }: Sandbox, url: string): string[] {
  return hosts.map((host) => `${fill(host, credentials)}=${url}`);
}

/** The hub's client with a twin, as the setting would name it. */
export function clientOf({ manifest, sandbox: { oauthClient } }: Twin): string[] {
  return oauthClient ? [`${manifest.id}=${oauthClient.id}:${oauthClient.secret}`] : [];
}
