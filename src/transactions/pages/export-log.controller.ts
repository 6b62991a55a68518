import { Controller, Get, Render, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../accounts/access.js';
import { AskedLog } from '../../logs/asked-log.js';
import { sendCsv } from '../../logs/csv.js';
import { ThroughApp } from '../../logs/through-app.js';
import { ExportFile } from './export-file.service.js';
import { readFilter } from './export-filter.js';
import { ExportLogPage } from './export-log-page.service.js';

/** The export log: of all apps of the store, and of one. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughApp)
@Controller(['logs/exports', 'installations/:id/logs/exports'])
export class ExportLogController {
  constructor(
    private readonly page: ExportLogPage,
    private readonly file: ExportFile,
  ) {}

  @Get()
  @Render('transactions/index')
  index(@AskedLog() { store, installation, query }: AskedLog) {
    return this.page.data(store, installation, query);
  }

  @Get('lines.csv')
  async csv(@AskedLog() { store, installation, query }: AskedLog, @Res() response: Response): Promise<void> {
    const lines = this.file.lines(store, readFilter(query, installation?.id));
    await sendCsv(response, 'export-log.csv', this.file.heads, lines);
  }
}
