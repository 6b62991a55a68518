import { Controller, Get, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { Consenting } from './connect/consenting.service.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import type { Installation } from './installation.entity.js';
import { SetupPage } from './setup-page.service.js';
import { StillInstalled } from './still-installed.js';

@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id')
export class SetupController {
  constructor(
    private readonly page: SetupPage,
    private readonly consenting: Consenting,
  ) {}

  @Get('setup')
  @Render('installations/setup')
  show(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.consenting.allow(it, response);
    return this.page.data(it, viewer, request);
  }

  /** Says what will and won't happen, and asks for the name. */
  @Get('removal')
  @Render('installations/uninstall')
  removal(@CurrentInstallation() it: Installation) {
    return this.page.uninstalling(it);
  }
}
