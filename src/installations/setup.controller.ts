import { Controller, Get, Render, UseGuards } from '@nestjs/common';
import { Roles } from '../accounts/access.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import type { Installation } from './installation.entity.js';
import { SetupPage } from './setup-page.service.js';
import { StillInstalled } from './still-installed.js';

@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id')
export class SetupController {
  constructor(private readonly page: SetupPage) {}

  @Get('setup')
  @Render('installations/setup')
  show(@CurrentInstallation() it: Installation) {
    return this.page.data(it);
  }

  /** Says what will and won't happen, and asks for the name. */
  @Get('removal')
  @Render('installations/uninstall')
  removal(@CurrentInstallation() it: Installation) {
    return this.page.uninstalling(it);
  }
}
