import { Module } from '@nestjs/common';
import { LogApps } from '../../logs/log-apps.js';
import { ImportFile } from './import-file.service.js';
import { ImportLineController } from './import-line.controller.js';
import { ImportLines } from './import-lines.service.js';
import { ImportLogController } from './import-log.controller.js';
import { ImportLogPage } from './import-log-page.service.js';
import { RefusalActsController } from './refusal-acts.controller.js';
import { RefusalActs } from './refusal-acts.service.js';
import { RefusedRows } from './refused-rows.service.js';

/** The import log's pages, and what both logs share. */
@Module({
  controllers: [ImportLogController, RefusalActsController, ImportLineController],
  providers: [ImportFile, ImportLines, ImportLogPage, LogApps, RefusalActs, RefusedRows],
  exports: [LogApps, RefusedRows],
})
export class ImportLogModule {}
