import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { Log } from './logging/log.js';
import type { PluginOptions } from './plugins/plugins.module.js';
import type { Settings } from './settings/settings.js';
import { Pipeline } from './web/pipeline.js';

/** The whole hub, ready to `listen`. Its database must be up and migrated. */
export async function createApp(
  settings: Settings,
  { databaseUrl, plugins }: { databaseUrl: string; plugins?: PluginOptions },
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(await AppModule.with(settings, databaseUrl, plugins), {
    bodyParser: false,
    abortOnError: false,
    logger: new Log(settings.logLevel),
  });
  await app.get(Pipeline).lay(app);
  return app;
}
