import { Controller, Get, NotFoundException, Param, Post, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { StillInstalled } from '../../installations/still-installed.js';
import { Trail } from '../../installations/trail.service.js';
import { notify } from '../../web/notices.js';
import { CannotStart, Runs } from '../runs.service.js';
import { PreviewQuestion } from './preview-question.js';
import { PreviewSubjects } from './preview-subject.js';

/** What a run asks before it changes or takes away a great deal. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/tasks/:task/question')
export class PreviewQuestionController {
  constructor(
    private readonly subjects: PreviewSubjects,
    private readonly questions: PreviewQuestion,
    private readonly runs: Runs,
    private readonly trail: Trail,
  ) {}

  @Get()
  @Render('tasks/preview-question')
  async show(@CurrentInstallation() it: Installation, @Param('task') task: string) {
    return this.questions.data(it, await this.find(it, task));
  }

  /** Approves, and lets the task run. */
  @Post()
  async create(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('task') taskId: string,
  ): Promise<void> {
    const asked = await this.find(it, taskId);
    const { key, task } = asked.subject;
    const after =
      'change' in asked
        ? { task: task.title, changes: asked.change.changes }
        : { task: task.title, missing: asked.missing.missing };
    await this.trail.together(async () => {
      await this.questions.approve(asked, viewer.id);
      await this.trail.note(it, { action: 'approved a run', after }, viewer.id);
    });
    try {
      const { id } = await this.runs.start(key.storeId, key.installationId, task.id, 'person');
      response.redirect(303, `/runs/${id}`);
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      notify(request, { text: `Approved for the next run. It can’t run now: ${error.message}`, kind: 'warning' });
      response.redirect(303, `/installations/${it.id}/tasks/${task.id}/question`);
    }
  }

  private async find(it: Installation, task: string) {
    const subject = await this.subjects.of(it, task);
    const asked = subject && (await this.questions.of(subject));
    if (!asked) throw new NotFoundException();
    return asked;
  }
}
