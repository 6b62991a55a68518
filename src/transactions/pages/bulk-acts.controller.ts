import { Body, Controller, Post, Redirect, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { addressOf } from '../../logs/log-choices.js';
import { logTop } from '../../logs/log-top.js';
import { ThroughApp } from '../../logs/through-app.js';
import type { Line } from '../lines.js';
import { sayWhatCame } from './act-notices.js';
import { readFilter } from './export-filter.js';
import { LineActs } from './line-acts.service.js';
import type { Act } from './line-words.js';

type Ticked = Record<string, unknown> & { lines?: unknown; scope?: unknown; note?: unknown };

/** What can be done with the ticked lines of the export log, or with all that its filters leave. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughApp)
@Controller(['logs/exports', 'installations/:id/logs/exports'])
export class BulkActsController {
  constructor(private readonly acts: LineActs) {}

  @Post('reexports')
  @Redirect('', 303)
  reexport(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Ticked) {
    return this.perform('reexport', request, { store, by }, body);
  }

  @Post('expectations')
  @Redirect('', 303)
  expect(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Ticked) {
    return this.perform('expect', request, { store, by, note: noteIn(body) }, body);
  }

  /** Each of them with the day that is offered for it. */
  @Post('days')
  @Redirect('', 303)
  sendDated(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Ticked) {
    return this.perform('dated', request, { store, by }, body);
  }

  private async perform(
    act: Act,
    request: Request,
    who: { store: Store; by: User; note?: string },
    body: Ticked,
  ): Promise<{ url: string }> {
    const { installation } = request;
    const filter = readFilter(body, installation?.id);
    const chosen = body.scope === 'filter' ? { filter } : { lines: ticked(body.lines, installation?.id) };
    sayWhatCame(request, act, await this.acts.perform(act, chosen, who));
    const { base } = logTop('exports', installation, undefined);
    return { url: addressOf(base, { ...filter, app: installation ? undefined : filter.app }) };
  }
}

export function noteIn({ note }: { note?: unknown }): string {
  return typeof note === 'string' ? note.trim().slice(0, 500) : '';
}

/** `14/export-invoices/123` */
function ticked(values: unknown, app: number | undefined): Line[] {
  return [values ?? []].flat().flatMap((value): Line[] => {
    const [, installation, task, record] = /^(\d{1,15})\/([\w-]{1,64})\/(\d{1,15})$/.exec(String(value)) ?? [];
    if (task === undefined || (app !== undefined && Number(installation) !== app)) return [];
    return [{ installationId: Number(installation), task, recordId: Number(record) }];
  });
}
