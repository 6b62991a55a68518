import {
  Controller,
  Delete,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Redirect,
  Render,
  Req,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { Settings } from '../../settings/settings.js';
import { hubAddress } from '../../web/hub-address.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';
import { Wizard } from '../wizard/wizard.service.js';
import { Invitations } from './invitations.service.js';

/** Sends the connect step to somebody who has the credentials but no account here. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly wizard: Wizard,
    private readonly trail: Trail,
    private readonly settings: Settings,
  ) {}

  /** Answers with the page itself rather than a redirect: the link is shown once and kept nowhere. */
  @Post()
  @HttpCode(201)
  @Render('installations/invited')
  async create(@Req() request: Request, @CurrentInstallation() it: Installation, @CurrentUser() viewer: User) {
    const step = this.wizard.connectStep(it);
    // Where there is nothing to type, a colleague has nothing to do.
    const typed = step?.plugin.manifest.connection?.fields.length ?? 0;
    if (!step || typed === 0 || !this.wizard.open(it, step.number)) throw new NotFoundException();
    const token = await this.trail.together(async () => {
      await this.trail.note(it, { action: 'connect step sent to a colleague' }, viewer.id);
      return this.invitations.create(it, viewer.id);
    });
    return {
      title: 'Send this step to a colleague',
      appName: step.plugin.manifest.name,
      link: `${hubAddress(this.settings, request)}/connect/${token}`,
      back: `/installations/${it.id}/steps/${step.number}`,
    };
  }

  @Delete(':invitation')
  @Redirect()
  async destroy(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('invitation', IdParam) invitation: number,
  ) {
    await this.trail.together(async () => {
      await this.invitations.withdraw(it, invitation);
      await this.trail.note(it, { action: 'link of a colleague withdrawn' }, viewer.id);
    });
    notify(request, 'The link no longer works.');
    return { url: `/installations/${it.id}`, statusCode: 303 };
  }
}
