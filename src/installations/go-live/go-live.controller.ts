import { Controller, Get, Post, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { StillInstalled } from '../still-installed.js';
import { GoLiveChecks } from './go-live-checks.js';
import { GoLivePage } from './go-live-page.js';

/** The moment from which an addon also writes: what it will do is shown first. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/go-live')
export class GoLiveController {
  constructor(
    private readonly page: GoLivePage,
    private readonly checks: GoLiveChecks,
    private readonly installations: InstallationLife,
  ) {}

  @Get()
  @Render('installations/go-live')
  show(@CurrentInstallation() it: Installation) {
    return this.page.data(it);
  }

  @Post()
  async create(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
  ): Promise<void> {
    const back = `/installations/${it.id}/go-live`;
    if (it.state === 'live') return response.redirect(303, back);
    const open = (await this.checks.list(it)).filter(({ done }) => !done);
    if (it.state !== 'importing' || open.length > 0) {
      const error =
        open.length > 0 ? `Not yet: ${open.map(({ title }) => title).join(', ')}.` : 'Setting up is not finished.';
      return response.status(422).render('installations/go-live', { ...(await this.page.data(it)), error });
    }
    await this.installations.goLive(it, viewer.id);
    notify(request, {
      text: `${it.name} is live. What is due leaves now, and by its schedule from then on.`,
      next: { label: 'Export log', href: `/installations/${it.id}/logs/exports` },
    });
    response.redirect(303, `/installations/${it.id}/tasks`);
  }
}
