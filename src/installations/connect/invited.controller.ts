import { Body, Controller, Get, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../../accounts/access.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { Wizard, type WizardStep } from '../wizard/wizard.service.js';
import { ConnectPage } from './connect-page.service.js';
import type { Trial } from './connection-trial.js';
import { ConnectionTrials, patience } from './connection-trials.service.js';
import { type Invitation, Invitations } from './invitations.service.js';

interface Invited {
  invitation: Invitation;
  it: Installation;
  step: WizardStep;
}

/** What a colleague with a link sees: the credentials' form and how its test went. Nothing else of the store. */
@Controller('connect/:token')
export class InvitedController {
  constructor(
    private readonly invitations: Invitations,
    private readonly installations: InstallationLife,
    private readonly wizard: Wizard,
    private readonly page: ConnectPage,
    private readonly trials: ConnectionTrials,
  ) {}

  @Public()
  @Get()
  async show(@Res() response: Response, @Param('token') token: string): Promise<void> {
    const invited = await this.find(token);
    response.render('installations/colleague', this.data(token, invited));
  }

  @Public()
  @Post()
  async take(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const { invitation, it, step } = await this.find(token);
    if (invitation.used_at) throw new NotFoundException();
    const left = new AbortController();
    request.on('close', () => !request.complete && left.abort());
    const signal = AbortSignal.any([left.signal, patience()]);
    const tried = await this.trials.run(it, step, body ?? {}, signal);
    const trial = await this.trials.keep(it, tried, invitation.invited_by);
    if (!trial.connected) {
      const data = this.data(token, { invitation, it, step }, trial, body);
      response.status(422).render('installations/colleague', data);
      return;
    }
    await this.invitations.markUsed(invitation);
    response.redirect(303, `/connect/${token}`);
  }

  private async find(token: string): Promise<Invited> {
    const invitation = await this.invitations.find(token);
    const it = invitation && (await this.installations.find(invitation.store_id, invitation.installation_id));
    if (!invitation || !it || it.state === 'uninstalled')
      throw new NotFoundException('This link no longer works. Ask for a new one.');
    const step = this.wizard.connectStep(it);
    if (!step) throw new NotFoundException();
    return { invitation, it, step };
  }

  private data(token: string, { invitation, step }: Invited, trial?: Trial, typed: Record<string, unknown> = {}) {
    return {
      title: `Connect ${step.plugin.manifest.name}`,
      layout: 'web/outside',
      wide: true,
      action: `/connect/${token}`,
      expires: invitation.expires_at,
      done: invitation.used_at !== null,
      // Never what is stored: a link may have been passed on.
      ...this.page.credentials(step, undefined, trial, typed),
    };
  }
}
