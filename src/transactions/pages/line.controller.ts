import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Param,
  Post,
  Query,
  Redirect,
  Render,
  Req,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { IdParam } from '../../web/id-param.js';
import { sayWhatCame } from './act-notices.js';
import { noteIn } from './bulk-acts.controller.js';
import { LineActs } from './line-acts.service.js';
import { LinePage } from './line-page.service.js';
import type { Act } from './line-words.js';
import { TaskParam } from './task-param.js';

interface Asked {
  request: Request;
  store: Store;
  by: User;
  note?: string;
  agreed?: Buffer;
  day?: string;
}

/** One line of the export log: what happened, what was said, and what can be done. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation)
@Controller('logs/exports/:id/:task/:record')
export class LineController {
  constructor(
    private readonly page: LinePage,
    private readonly acts: LineActs,
  ) {}

  @Get()
  @Render('transactions/line')
  show(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Param('task', TaskParam) task: string,
    @Param('record', IdParam) recordId: number,
    @Query('before') before?: string,
  ) {
    const from = before === undefined ? undefined : new IdParam().transform(before);
    return this.page.data(store, it, { installationId: it.id, task, recordId }, from);
  }

  /** The same beside the list. */
  @Get('drawer')
  @Render('transactions/_drawer')
  drawer(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Param('task', TaskParam) task: string,
    @Param('record', IdParam) recordId: number,
  ) {
    return this.page.data(store, it, { installationId: it.id, task, recordId });
  }

  @Post('reexports')
  @Redirect('', 303)
  reexport(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User) {
    return this.perform('reexport', { request, store, by });
  }

  @Post('expectations')
  @Redirect('', 303)
  expect(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: object) {
    return this.perform('expect', { request, store, by, note: noteIn(body) });
  }

  @Post('acceptances')
  @Redirect('', 303)
  leave(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User) {
    return this.perform('leave', { request, store, by });
  }

  @Post('differences')
  @Redirect('', 303)
  sendDifference(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: object) {
    return this.perform('difference', { request, store, by, agreed: agreedIn(body) });
  }

  @Post('days')
  @Redirect('', 303)
  sendDated(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: object) {
    return this.perform('dated', { request, store, by, day: dayIn(body) });
  }

  @Post('renewals')
  @Redirect('', 303)
  sendAnew(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User) {
    return this.perform('anew', { request, store, by });
  }

  private async perform(act: Act, { request, ...who }: Asked): Promise<{ url: string }> {
    const { id, task, record } = request.params as Record<'id' | 'task' | 'record', string>;
    const recordId = new IdParam().transform(record);
    const lines = [{ installationId: Number(id), task: new TaskParam().transform(task), recordId }];
    sayWhatCame(request, act, await this.acts.perform(act, { lines }, who));
    return { url: `/logs/exports/${id}/${encodeURIComponent(task)}/${recordId}` };
  }
}

/** The button names the day that was offered. */
function dayIn({ day }: { day?: unknown }): string {
  if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  throw new BadRequestException('Open the line again, and press the button that names the day.');
}

/** The page says which difference it has shown. */
function agreedIn({ agreed }: { agreed?: unknown }): Buffer {
  if (typeof agreed === 'string' && /^[0-9a-f]{32}$/.test(agreed)) return Buffer.from(agreed, 'hex');
  throw new BadRequestException('Open the line again, look at the difference and press the button below it.');
}
