import { Module } from '@nestjs/common';
import { LogApps } from './log-apps.js';

/** The import log's pages, and what both logs share. */
@Module({ providers: [LogApps], exports: [LogApps] })
export class ImportLogModule {}
