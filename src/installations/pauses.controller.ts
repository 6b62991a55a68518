import { Body, Controller, Delete, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { localPath } from '../web/local-path.js';
import { notify } from '../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { StillInstalled } from './still-installed.js';

@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/pause')
export class PausesController {
  constructor(private readonly installations: InstallationLife) {}

  @Post()
  async create(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body('back') back: unknown,
  ): Promise<void> {
    await this.installations.pause(it, `Paused by ${viewer.name}.`, viewer.id);
    const undo = { label: 'Resume', href: `/installations/${it.id}/pause`, method: 'DELETE' as const };
    notify(request, { text: `Everything of ${it.name} stands still. Nothing is lost.`, action: undo });
    response.redirect(303, localPath(back, `/installations/${it.id}/setup`));
  }

  @Delete()
  async destroy(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body('back') back: unknown,
  ): Promise<void> {
    await this.installations.resume(it, viewer.id);
    notify(request, `${it.name} goes by its schedules again.`);
    response.redirect(303, localPath(back, `/installations/${it.id}/setup`));
  }
}
