import { Module } from '@nestjs/common';
import { ImportLogModule } from '../../records/pages/import-log.module.js';
import { TransactionsModule } from '../transactions.module.js';
import { ActivityService } from './activity.service.js';
import { BulkActsController } from './bulk-acts.controller.js';
import { Differences } from './difference.service.js';
import { ExchangesController } from './exchanges.controller.js';
import { ExportFile } from './export-file.service.js';
import { ExportHistory } from './export-history.service.js';
import { ExportLines } from './export-lines.service.js';
import { ExportLogController } from './export-log.controller.js';
import { ExportLogPage } from './export-log-page.service.js';
import { ExportSearch } from './export-search.service.js';
import { LineController } from './line.controller.js';
import { LineActs } from './line-acts.service.js';
import { LinePage } from './line-page.service.js';
import { LogSweep } from './log-sweep.js';
import { LogsController } from './logs.controller.js';
import { LogsInFrame } from './logs-in-frame.js';
import { ShownLines } from './shown-lines.service.js';
import { Standings } from './standings.service.js';

/** The export log's pages. */
@Module({
  imports: [ImportLogModule, TransactionsModule],
  controllers: [ExportLogController, BulkActsController, LineController, ExchangesController, LogsController],
  providers: [
    ActivityService,
    LogSweep,
    LogsInFrame,
    Differences,
    ExportHistory,
    LinePage,
    ExportFile,
    ExportLines,
    ExportLogPage,
    ExportSearch,
    LineActs,
    ShownLines,
    Standings,
  ],
  exports: [ActivityService, Standings],
})
export class ExportLogModule {}
