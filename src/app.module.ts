import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccountsModule } from './accounts/accounts.module.js';
import { ClockModule } from './clock/clock.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { DatabaseModule } from './database/database.module.js';
import { GoLiveModule } from './installations/go-live/go-live.module.js';
import { InstallationsModule } from './installations/installations.module.js';
import { LettersModule } from './letters/letters.module.js';
import { MappingsModule } from './mappings/mappings.module.js';
import { MarketplaceModule } from './marketplace/marketplace.module.js';
import { SharesModule } from './peers/shares.module.js';
import { type PluginOptions, PluginsModule } from './plugins/plugins.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ImportLogModule } from './records/pages/import-log.module.js';
import { RecordsModule } from './records/records.module.js';
import type { Settings } from './settings/settings.js';
import { SettingsModule } from './settings/settings.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { ExportLogModule } from './transactions/pages/export-log.module.js';
import { TransactionsModule } from './transactions/transactions.module.js';
import { WebModule } from './web/web.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The rooms of the house. */
@Module({})
export class AppModule {
  static async with(settings: Settings, databaseUrl: string, plugins?: PluginOptions): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [
        SettingsModule.with(settings),
        ClockModule,
        DatabaseModule.at(databaseUrl),
        ScheduleModule.forRoot(),
        WebModule,
        AccountsModule,
        await PluginsModule.with(settings, plugins),
        ConnectionsModule,
        MarketplaceModule,
        InstallationsModule,
        TasksModule,
        RecordsModule,
        TransactionsModule,
        ImportLogModule,
        ExportLogModule,
        WebhooksModule,
        MappingsModule,
        GoLiveModule,
        SharesModule,
        LettersModule,
        ReconciliationModule,
      ],
    };
  }
}
