import { BadRequestException, Controller, Get, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { NoConsent } from '../../connections/oauth/consents.service.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, OwnInstallations, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Wizard, type WizardStep } from '../wizard/wizard.service.js';
import { ConnectionTrials, patience } from './connection-trials.service.js';
import { Consenting } from './consenting.service.js';

/** To an app's consent page and back. */
@Roles('merchant', 'staff')
@Controller()
export class ConsentsController {
  constructor(
    private readonly consenting: Consenting,
    private readonly trials: ConnectionTrials,
    private readonly wizard: Wizard,
    private readonly own: OwnInstallations,
  ) {}

  @Post('installations/:id/consent')
  @UseGuards(ThroughInstallation, StillInstalled)
  async create(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
  ): Promise<void> {
    const step = this.stepOf(it);
    if (!step.plugin.manifest.connection?.oauth || !this.wizard.open(it, step.number)) throw new NotFoundException();
    try {
      response.redirect(303, await this.consenting.begin(it, request));
    } catch (error) {
      this.back(request, response, it, error);
    }
  }

  /** Where every app sends people back to. */
  @Get('connections/callback')
  async show(@Req() request: Request, @Res() response: Response, @CurrentUser() viewer: User): Promise<void> {
    const consent = await this.consenting.find(request);
    if (!consent) {
      throw new BadRequestException(
        'This answer belongs to no connection that was begun here: it was used already, took too long, or you have signed in again since. Open the addon and press Connect once more.',
      );
    }
    const it = await this.own.find(request, consent.installationId);
    try {
      await this.consenting.bring(it, consent, request);
      await this.goOn(request, response, it, viewer);
    } catch (error) {
      this.back(request, response, it, error);
    }
  }

  /** In the wizard the test is watched. Who only reconnects has nothing to choose and goes on at once. */
  private async goOn(request: Request, response: Response, it: Installation, viewer: User): Promise<void> {
    const step = this.stepOf(it);
    if (it.state === 'installing') return response.redirect(303, this.address(it));
    const tenant = await this.trials.chosenNow(request, it);
    const tried = await this.trials.run(it, step, { _tenant: tenant.key }, patience(), request);
    const trial = await this.trials.keep(it, tried, viewer.id);
    if (!trial.connected) throw new NoConsent(trial.error ?? 'Try again.');
    notify(request, `Connected with ${trial.connected.tenant.name}. What waited goes on.`);
    response.redirect(303, `/installations/${it.id}/setup`);
  }

  private back(request: Request, response: Response, it: Installation, error: unknown): void {
    if (!(error instanceof NoConsent)) throw error;
    notify(request, { text: error.message, kind: 'failed' });
    response.redirect(303, this.address(it));
  }

  private stepOf(it: Installation): WizardStep {
    const step = this.wizard.connectStep(it);
    if (!step) throw new NotFoundException();
    return step;
  }

  private address(it: Installation): string {
    return `/installations/${it.id}/steps/${this.stepOf(it).number}`;
  }
}
