import { Controller, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { notify } from '../web/notices.js';
import { ConnectPage } from './connect-page.service.js';
import { Consenting } from './consenting.service.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import type { Installation } from './installation.entity.js';
import { StillInstalled } from './still-installed.js';
import { Wizard } from './wizard.service.js';

const PATIENCE = 90_000;

/** Connecting again with one click: often the app was only shut for a while. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/connection')
export class ConnectionController {
  constructor(
    private readonly page: ConnectPage,
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
    const step = this.wizard.steps(it).find(({ manifest }) => manifest.kind === 'connect');
    if (!step || it.connectionId === null) throw new NotFoundException();
    const byConsent = await this.consenting.connectionOf(it);
    // An ended consent can't be tried: the person is led to the app, where one more click brings a new one.
    if (byConsent && byConsent.state !== 'connected') return response.redirect(307, `/installations/${it.id}/consent`);
    const signal = AbortSignal.timeout(PATIENCE);
    const trial = await (byConsent ? this.page.again(it, step, signal) : this.page.run(it, step, {}, signal));
    const error = trial.error ?? (byConsent ? undefined : await this.page.keep(it, trial, viewer.id));
    if (trial.connected && !error) {
      notify(request, `Connected with ${trial.connected.tenant.name}. What waited goes on.`);
      return response.redirect(303, `/installations/${it.id}/setup`);
    }
    await this.page.render(request, response, it, step, { ...trial, error });
  }
}
