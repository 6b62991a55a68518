import { Controller, Get, Query, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentStore, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import { sendCsv } from './csv.js';
import { ImportFile } from './import-file.service.js';
import { readImportFilter } from './import-filter.js';
import { ImportLogPage } from './import-log-page.service.js';
import { ThroughApp } from './through-app.js';

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
    const filter = readImportFilter(query, installation?.id);
    await sendCsv(response, 'import-log.csv', this.file.heads, this.file.lines(store, filter));
  }
}
