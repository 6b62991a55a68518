import type { INestApplication, InjectionToken } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { Log } from '../../src/logging/log.js';
import { CallDesk } from '../../src/plugins/call-desk.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import type { Settings } from '../../src/settings/settings.js';
import { Pipeline } from '../../src/web/pipeline.js';

// Without anything of the test runner's: processes that a test kills are hubs too.

/** The whole hub with other plugins than those it ships with; `instead` stands in for parts of it. */
export async function wholeHub(
  settings: Settings,
  databaseUrl: string,
  plugins: (desk: CallDesk) => PluginRegistry,
  instead: [part: InjectionToken, standsIn: unknown][] = [],
): Promise<NestExpressApplication> {
  const building = Test.createTestingModule({ imports: [await AppModule.with(settings, databaseUrl)] })
    .overrideProvider(PluginRegistry)
    .useFactory({ inject: [CallDesk], factory: plugins })
    .setLogger(new Log(settings.logLevel));
  for (const [part, standsIn] of instead) building.overrideProvider(part).useValue(standsIn);
  return (await building.compile()).createNestApplication<NestExpressApplication>({ bodyParser: false });
}

/** Opens its pages on a free port; answers their address. */
export async function openPages(app: NestExpressApplication): Promise<string> {
  await app.get(Pipeline).lay(app);
  return listen(app);
}

export async function listen(app: INestApplication): Promise<string> {
  await app.listen(0, '127.0.0.1');
  return (await app.getUrl()).replace('[::1]', '127.0.0.1');
}
