import { Controller, Get, Param, ParseIntPipe, Render, UseGuards } from '@nestjs/common';
import { CurrentStore, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { IdParam } from '../../web/id-param.js';
import { ImportLogPage } from './import-log-page.service.js';

/** One line of the import log. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation)
@Controller('logs/imports/:id/:run/:seq/:row')
export class ImportLineController {
  constructor(private readonly page: ImportLogPage) {}

  @Get()
  @Render('records/line')
  show(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Param('run', IdParam) run: number,
    @Param('seq', ParseIntPipe) seq: number,
    @Param('row', ParseIntPipe) row: number,
  ) {
    return this.page.line(store, it, run, seq, row);
  }

  /** The same beside the list. */
  @Get('drawer')
  @Render('records/_drawer')
  drawer(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Param('run', IdParam) run: number,
    @Param('seq', ParseIntPipe) seq: number,
    @Param('row', ParseIntPipe) row: number,
  ) {
    return this.page.line(store, it, run, seq, row);
  }
}
