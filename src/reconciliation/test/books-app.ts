import type { NestExpressApplication } from '@nestjs/platform-express';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import { wholeHub } from '../../../test/support/whole-hub.js';
import type { CallDesk } from '../../plugins/call-desk.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { loadHere } from '../../plugins/test/load-here.js';
import { manifestOf } from '../../sdk/host/index.js';
import { Settings } from '../../settings/settings.js';
import { Pace } from '../../tasks/pace.js';

export const manifest = manifestOf(parcelly);
export const load = (desk: CallDesk): LoadedPlugin => loadHere(parcelly, desk);

/** The whole hub with one plugin that states what its app, at this address, holds. Without anything of the test runner's. */
export async function booksApp(
  databaseUrl: string,
  twinUrl: string,
  env: Record<string, string> = {},
  endpoints: string[] = [],
  pace = new Pace(),
): Promise<NestExpressApplication> {
  const settings = Settings.from({
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    PORT: '0',
    ENDPOINTS: [`api.parcelly.test=${twinUrl}`, ...endpoints].join(','),
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ...env,
  });
  const plugins = (desk: CallDesk) => new PluginRegistry([load(desk)], []);
  return wholeHub(settings, databaseUrl, plugins, [[Pace, pace]]);
}
