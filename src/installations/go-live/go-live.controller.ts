import { Body, Controller, Get, NotFoundException, Post, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Records } from '../../records/records.service.js';
import type { TaskManifest } from '../../sdk/index.js';
import { isTakingOver } from '../../tasks/run-task.js';
import { CannotStart, Runs } from '../../tasks/runs.service.js';
import { TakeOver } from '../../transactions/earlier/take-over.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';
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
    private readonly plugins: PluginRegistry,
    private readonly records: Records,
    private readonly runs: Runs,
    private readonly trail: Trail,
    private readonly takeOver: TakeOver,
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

  /** Looks the app through once more for what another tool has sent. */
  @Post('sweep')
  async sweep(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const { id: task } = this.task(it, body, isTakingOver);
    try {
      await this.takeOver.look({ storeId: it.storeId, installationId: it.id, task }, 'person');
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      notify(request, { text: error.message, kind: 'warning' });
    }
    response.redirect(303, `/installations/${it.id}/go-live#earlier`);
  }

  /** Whether a document of the app is what a record would become there. */
  @Post('earlier')
  async say(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const { id: task, title } = this.task(it, body, isTakingOver);
    const { said, document } = body;
    const record = Number(body.record);
    if ((said !== 'same' && said !== 'other') || typeof document !== 'string' || !Number.isSafeInteger(record))
      throw new NotFoundException();
    const key = { storeId: it.storeId, installationId: it.id, task };
    const after = { task: title, document, record: String(record), said };
    const heard = await this.trail.together(async () => {
      const heardIt = await this.takeOver.say(key, record, document, said, viewer.name);
      if (heardIt) await this.trail.note(it, { action: 'said what is the same', after }, viewer.id);
      return heardIt;
    });
    if (heard) await this.takeOver.goOn(key);
    else notify(request, { text: 'That has been said already.', kind: 'warning' });
    response.redirect(303, `/installations/${it.id}/go-live#earlier`);
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
    const task = this.task(it, body, ({ kind }) => kind === 'document');
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

  /** The task that a form names, if it is one of those that may be named there. */
  private task(
    { plugin }: Installation,
    { task }: Record<string, unknown>,
    may: (task: TaskManifest) => boolean,
  ): TaskManifest {
    const found = this.plugins.get(plugin)?.manifest.tasks.find((one) => one.id === task && may(one));
    if (!found) throw new NotFoundException();
    return found;
  }
}
