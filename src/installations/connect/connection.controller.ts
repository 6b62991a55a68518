import { Controller, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Wizard } from '../wizard/wizard.service.js';
import { ConnectPage } from './connect-page.service.js';
import { ConnectionTrials, patience } from './connection-trials.service.js';
import { Consenting } from './consenting.service.js';

/** Connecting again with one click: often the app was only shut for a while. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/connection')
export class ConnectionController {
  constructor(
    private readonly page: ConnectPage,
    private readonly trials: ConnectionTrials,
    private readonly wizard: Wizard,
    private readonly consenting: Consenting,
  ) {}

  /** Tries the stored credentials; where they no longer hold, new ones are asked for. */
  @Post()
  async create(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
  ): Promise<void> {
    const step = this.wizard.connectStep(it);
    if (!step || it.connectionId === null) throw new NotFoundException();
    const byConsent = await this.consenting.connectionOf(it);
    // An ended consent can't be tried: the person is led to the app, where one more click brings a new one.
    if (byConsent && byConsent.state !== 'connected') return response.redirect(307, `/installations/${it.id}/consent`);
    const trial = byConsent
      ? await this.trials.again(it, step, patience())
      : await this.trials.keep(it, await this.trials.run(it, step, {}, patience()), viewer.id);
    if (!trial.connected) return this.page.render({ request, response, it, step }, trial);
    notify(request, `Connected with ${trial.connected.tenant.name}. What waited goes on.`);
    response.redirect(303, `/installations/${it.id}/setup`);
  }
}
