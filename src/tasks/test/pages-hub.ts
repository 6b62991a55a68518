import type { NestExpressApplication } from '@nestjs/platform-express';
import { ScheduleModule } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Hub } from '../../../test/support/hub.js';
import { openPages } from '../../../test/support/whole-hub.js';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { DatabaseModule } from '../../database/database.module.js';
import { Log } from '../../logging/log.js';
import { migrate } from '../../migrate.js';
import { Settings } from '../../settings/settings.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { WebModule } from '../../web/web.module.js';
import { Pace } from '../pace.js';
import { type RunWork, RunWorks } from '../run-works.js';
import { TasksModule } from '../tasks.module.js';
import { keepSlotsDistant } from './distant-slots.js';
import { QuickPace, Surroundings } from './engine.js';

/** The hub's frame and accounts with the tasks room alone in it. */
export async function startPages(work: RunWork): Promise<{ hub: Hub; database: Database }> {
  const { url, drop }: TestDatabase = await testDatabase();
  await migrate(url);
  const settings = Settings.from({ LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', PORT: '0' });
  const module = await Test.createTestingModule({
    imports: [
      SettingsModule.with(settings),
      DatabaseModule.at(url),
      Surroundings.with(new Clock()),
      ScheduleModule.forRoot(),
      WebModule,
      AccountsModule,
      TasksModule,
    ],
  })
    .overrideProvider(Pace)
    .useValue(new QuickPace())
    .setLogger(new Log(settings.logLevel))
    .compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  app.get(RunWorks).register('import', work);
  keepSlotsDistant(app);
  return { hub: new Hub(app, await openPages(app), drop), database: app.get(Database) };
}
