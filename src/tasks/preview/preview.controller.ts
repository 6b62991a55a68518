import { Controller, Get, NotFoundException, Param, Query, Render, UseGuards } from '@nestjs/common';
import { Roles } from '../../accounts/access.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { StillInstalled } from '../../installations/still-installed.js';
import { readLeafing } from './leaf.js';
import { PreviewPage } from './preview-page.js';
import { PreviewSubjects } from './preview-subject.js';

/** What a task would do if it ran now. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/tasks/:task/preview')
export class PreviewController {
  constructor(
    private readonly subjects: PreviewSubjects,
    private readonly page: PreviewPage,
  ) {}

  @Get()
  @Render('tasks/preview')
  async show(
    @CurrentInstallation() it: Installation,
    @Param('task') task: string,
    @Query() query: Record<string, unknown>,
  ) {
    const subject = await this.subjects.of(it, task);
    if (!subject) throw new NotFoundException();
    return this.page.data(it, subject, readLeafing(query));
  }
}
