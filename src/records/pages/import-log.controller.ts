import { Controller, Get, Render, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../accounts/access.js';
import { AskedLog } from '../../logs/asked-log.js';
import { sendCsv } from '../../logs/csv.js';
import { ThroughApp } from '../../logs/through-app.js';
import { ImportFile } from './import-file.service.js';
import { readImportFilter } from './import-filter.js';
import { ImportLogPage } from './import-log-page.service.js';

/** The import log: of all apps of the store, and of one. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughApp)
@Controller(['logs/imports', 'installations/:id/logs/imports'])
export class ImportLogController {
  constructor(
    private readonly page: ImportLogPage,
    private readonly file: ImportFile,
  ) {}

  @Get()
  @Render('records/index')
  index(@AskedLog() { store, installation, query }: AskedLog) {
    return this.page.data(store, installation, query);
  }

  @Get('lines.csv')
  async csv(@AskedLog() { store, installation, query }: AskedLog, @Res() response: Response): Promise<void> {
    const lines = this.file.lines(store, readImportFilter(query, installation?.id));
    await sendCsv(response, 'import-log.csv', this.file.heads, lines);
  }
}
