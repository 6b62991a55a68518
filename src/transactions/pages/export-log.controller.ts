import { Controller, Get, Query, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentStore, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import { sendCsv } from '../../records/pages/csv.js';
import { ThroughApp } from '../../records/pages/through-app.js';
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
  index(@Req() { installation }: Request, @CurrentStore() store: Store, @Query() query: Record<string, unknown>) {
    return this.page.data(store, installation, query);
  }

  @Get('lines.csv')
  async csv(
    @Req() { installation }: Request,
    @CurrentStore() store: Store,
    @Query() query: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    const filter = readFilter(query, installation?.id);
    await sendCsv(response, 'export-log.csv', this.file.heads, this.file.lines(store, filter));
  }
}
