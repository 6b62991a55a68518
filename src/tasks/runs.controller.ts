import { Controller, Get, type MessageEvent, Param, Post, Redirect, Render, Req, Sse } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import type { User } from '../accounts/user.entity.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { RunPages } from './run-pages.js';
import { Runs } from './runs.service.js';

/** A run while it lasts, and what came of it. */
@Roles('merchant', 'staff')
@Controller('runs/:id')
export class RunsController {
  constructor(
    private readonly pages: RunPages,
    private readonly runs: Runs,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('tasks/run')
  async show(@Req() request: Request, @Param('id', IdParam) id: number) {
    return this.pages.page(request, await this.pages.find(request, id));
  }

  /** The part of the page that changes while a run goes on. */
  @Get('live')
  @Render('tasks/_run')
  async live(@Req() request: Request, @Param('id', IdParam) id: number) {
    return this.pages.page(request, await this.pages.find(request, id));
  }

  /** A message for each change, until the run has ended. */
  @Sse('events')
  async events(@Req() request: Request, @Param('id', IdParam) id: number): Promise<Observable<MessageEvent>> {
    return this.pages.follow(await this.pages.find(request, id));
  }

  @Post('cancellation')
  @Redirect('', 303)
  async cancel(@Req() request: Request, @CurrentUser() by: User, @Param('id', IdParam) id: number) {
    const run = await this.pages.find(request, id);
    const subject = `Run #${id} of ${request.installation!.name} (#${run.installation_id})`;
    const cancelled = await this.audit.together(async () => {
      const done = await this.runs.cancel(run.store_id, id);
      if (done) await this.audit.record({ by, store: request.store, subject, action: 'cancelled' });
      return done;
    });
    if (cancelled) {
      notify(request, 'Cancelled. What has come in stays; the rest comes with the next run.');
    } else notify(request, { text: 'This run had ended already.', kind: 'warning' });
    return { url: `/runs/${id}` };
  }
}
