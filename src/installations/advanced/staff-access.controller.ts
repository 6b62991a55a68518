import {
  Body,
  Controller,
  Delete,
  Get,
  NotFoundException,
  Param,
  Patch,
  Post,
  Redirect,
  Render,
  Req,
} from '@nestjs/common';
import { IsIn } from 'class-validator';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { Form } from '../../web/form-errors.js';
import { IdParam } from '../../web/id-param.js';
import { localPath } from '../../web/local-path.js';
import { notify } from '../../web/notices.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { Trail } from '../trail.service.js';
import { whyDeclined } from '../why-declined.js';
import { AdvancedAccess } from './access.service.js';
import { AccessRequests, type QueuedRequest } from './access-requests.service.js';

class AnswerRequestForm {
  @IsIn(['open', 'decline'], { message: 'Open it or decline it' })
  act!: 'open' | 'decline';

  @whyDeclined(({ act }: AnswerRequestForm) => act === 'decline')
  answer!: string;
}

const QUEUE = 100;
const ANSWERED = 20;
const LIST = '/staff/installations';
const VIEW = 'installations/access-requests';

/** Opens advanced configuration to a merchant, closes it, and answers those who ask. */
@Roles('staff')
@Controller('staff')
export class StaffAccessController {
  constructor(
    private readonly life: InstallationLife,
    private readonly access: AdvancedAccess,
    private readonly requests: AccessRequests,
    private readonly trail: Trail,
  ) {}

  @Post('installations/:id/access')
  @Redirect('', 303)
  async open(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: { back?: unknown },
  ) {
    const it = await this.find(id);
    await this.access.open(it, viewer);
    notify(request, `The merchant may now make a configuration of their own for ${it.name}.`);
    return { url: localPath(body?.back, LIST) };
  }

  @Delete('installations/:id/access')
  @Redirect('', 303)
  async close(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: { back?: unknown },
  ) {
    const it = await this.find(id);
    await this.access.close(it, viewer);
    notify(request, `Closed. What is configured for ${it.name} stays in force; only staff change it now.`);
    return { url: localPath(body?.back, LIST) };
  }

  @Get('access-requests')
  @Render(VIEW)
  index() {
    return this.queue();
  }

  @Patch('access-requests/:id')
  @Redirect('/staff/access-requests', 303)
  async answer(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: unknown,
  ): Promise<void> {
    const asked = await this.requests.waiting(id);
    if (!asked) throw new NotFoundException('It has been answered, or was withdrawn.');
    const form = await Form.read(AnswerRequestForm, body);
    if (!form.valid) throw form.again(VIEW, { ...(await this.queue()), failed: id }, 'answering');
    const it = await this.find(asked.installationId);
    const { act, answer } = form.value;
    await this.trail.together(() =>
      act === 'open' ? this.grant(it, asked, viewer, answer) : this.decline(it, asked, viewer, answer),
    );
    notify(request, act === 'open' ? `Opened for ${asked.store}.` : `Declined; ${asked.store} reads why.`);
  }

  private async grant(it: Installation, { id }: QueuedRequest, by: User, words: string): Promise<void> {
    if (await this.requests.answer(id, 'opened', by, words || null)) await this.access.open(it, by);
  }

  private async decline(it: Installation, { id }: QueuedRequest, by: User, words: string): Promise<void> {
    if (!(await this.requests.answer(id, 'declined', by, words))) return;
    const deed = { action: 'advanced configuration declined', after: { why: words }, asStaff: true };
    await this.trail.note(it, deed, by.id);
  }

  private async queue() {
    const [list, answered] = await Promise.all([this.requests.queue(QUEUE), this.requests.answered(ANSWERED)]);
    return { title: 'Access requests', list, answered };
  }

  private async find(id: number): Promise<Installation> {
    const it = await this.life.byId(id);
    if (!it || it.state === 'uninstalled') throw new NotFoundException();
    return it;
  }
}
