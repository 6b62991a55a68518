import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import { AppModule } from '../../app.module.js';
import { Log } from '../../logging/log.js';
import { CallDesk } from '../../plugins/call-desk.js';
import { guardedCalls, type LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { runHere } from '../../plugins/run-here.js';
import { manifestOf } from '../../sdk/index.js';
import { Settings } from '../../settings/settings.js';
import { Pace } from '../../tasks/pace.js';

export const manifest = manifestOf(parcelly);
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#7048a8"/></svg>';

export function load(desk: CallDesk): LoadedPlugin {
  const { calls, dispose } = runHere(parcelly, desk);
  return { manifest, folder: '', icon: ICON, contained: false, calls: guardedCalls('parcelly', desk, calls), dispose };
}

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
  const module = await Test.createTestingModule({ imports: [await AppModule.with(settings, databaseUrl)] })
    .overrideProvider(PluginRegistry)
    .useFactory({ inject: [CallDesk], factory: (desk: CallDesk) => new PluginRegistry([load(desk)], []) })
    .overrideProvider(Pace)
    .useValue(pace)
    .setLogger(new Log(settings.logLevel))
    .compile();
  return module.createNestApplication<NestExpressApplication>({ bodyParser: false });
}
