import { Controller, Get, NotFoundException, Render, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { Roles } from '../../accounts/access.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { ActivatePage } from './activate-page.service.js';
import { Wizard } from './wizard.service.js';

/** The live part of the activation page, asked for again and again while something moves. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/imports')
export class ImportsController {
  constructor(
    private readonly page: ActivatePage,
    private readonly wizard: Wizard,
  ) {}

  @Get()
  @Render('installations/_imports')
  async index(@Req() request: Request, @CurrentInstallation() it: Installation) {
    const step = this.wizard.steps(it).at(-1);
    if (!step) throw new NotFoundException();
    return this.page.live(request, it, step);
  }
}
