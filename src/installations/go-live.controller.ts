import { Body, Controller, Get, NotFoundException, Post, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Records } from '../records/records.service.js';
import { CannotStart, Runs } from '../tasks/runs.service.js';
import { notify } from '../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import { GoLiveChecks } from './go-live-checks.js';
import { GoLivePage } from './go-live-page.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { StillInstalled } from './still-installed.js';
import { Trail } from './trail.service.js';

/** The moment from which an addon also writes: what it will do is shown first. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/go-live')
export class GoLiveController {
  constructor(
    private readonly page: GoLivePage,
    private readonly checks: GoLiveChecks,
    private readonly installations: InstallationLife,
    private readonly plugins: PluginRegistry,
    private readonly records: Records,
    private readonly runs: Runs,
    private readonly trail: Trail,
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

  /** Sends one record and no other, to see whether it arrives as it should. */
  @Post('trial')
  async trial(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const task = this.plugins
      .get(it.plugin)
      ?.manifest.tasks.find(({ id, kind }) => id === body.task && kind === 'document');
    if (!task) throw new NotFoundException();
    const refuse = (text: string) => {
      notify(request, { text, kind: 'warning' });
      response.redirect(303, `/installations/${it.id}/go-live`);
    };
    const key = typeof body.record === 'string' ? body.record.trim() : '';
    const [record] = key === '' ? [] : await this.records.load(it.storeId, [{ type: task.record, key }]);
    if (!record) return refuse(key === '' ? 'Say which one to send.' : `There is nothing called ${key} here.`);
    try {
      const run = await this.trail.together(async () => {
        await this.trail.note(it, { action: 'sent one first', after: { task: task.title, record: key } }, viewer.id);
        return this.runs.tryOut(it.storeId, it.id, task.id, record.id);
      });
      response.redirect(303, `/runs/${run}`);
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      refuse(error.message);
    }
  }
}
