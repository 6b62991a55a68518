import { Body, Controller, Param, ParseIntPipe, Post, Redirect, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { RefusalActs } from './refusal-acts.service.js';

interface Said {
  note?: unknown;
  until?: unknown;
}

/** Says of rows that an import refuses that this is right: of all that were seen, or of one. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation)
@Controller()
export class RefusalActsController {
  constructor(private readonly acts: RefusalActs) {}

  @Post('installations/:id/logs/imports/expectations')
  @Redirect('', 303)
  async expectAll(
    @Req() request: Request,
    @CurrentInstallation() installation: Installation,
    @CurrentStore() store: Store,
    @CurrentUser() by: User,
    @Body() body: Said,
  ) {
    const until = new Date(String(body.until));
    const saying = { store, installation, by, note: noteIn(body) };
    const rows = Number.isNaN(until.getTime()) ? 0 : await this.acts.expectAll(saying, until);
    return this.told(request, installation, rows);
  }

  @Post('logs/imports/:id/:run/:seq/:row/expectations')
  @Redirect('', 303)
  async expectOne(
    @Req() request: Request,
    @CurrentInstallation() installation: Installation,
    @CurrentStore() store: Store,
    @CurrentUser() by: User,
    @Body() body: Said,
    @Param('run', IdParam) run: number,
    @Param('seq', ParseIntPipe) seq: number,
    @Param('row', ParseIntPipe) row: number,
  ) {
    const rows = await this.acts.expectOne({ store, installation, by, note: noteIn(body) }, { run, seq, row });
    return this.told(request, installation, rows);
  }

  private told(request: Request, { id }: Installation, rows: number): { url: string } {
    const text = `${rows === 1 ? '1 row' : `${rows.toLocaleString('en-AU')} rows`} marked as expected. You are asked again only if the reason changes.`;
    notify(request, rows > 0 ? text : { text: 'Nothing was left to mark.', kind: 'warning' });
    return { url: `/installations/${id}/logs/imports` };
  }
}

function noteIn({ note }: Said): string {
  return typeof note === 'string' ? note.trim().slice(0, 500) : '';
}
