import { Body, Controller, Delete, Param, Post, Redirect, Req, UseGuards } from '@nestjs/common';
import { Length } from 'class-validator';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { Form } from '../../web/form-errors.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { trimmed } from '../../web/typed.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';
import { AccessRequests } from './access-requests.service.js';
import { AdvancedPage } from './advanced-page.service.js';
import { ConfigurablePlugins } from './configurable-plugins.js';

class ReasonForm {
  @trimmed()
  @Length(5, 1000, { message: 'A sentence about what you want to change, at most 1,000 letters' })
  reason!: string;
}

/** Asking staff for an advanced configuration. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/access-requests')
export class AccessRequestsController {
  constructor(
    private readonly requests: AccessRequests,
    private readonly plugins: ConfigurablePlugins,
    private readonly page: AdvancedPage,
    private readonly trail: Trail,
  ) {}

  @Post()
  @Redirect('', 303)
  async create(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: unknown,
  ) {
    const plugin = this.plugins.of(it);
    const url = `/installations/${it.id}/advanced`;
    if (it.advancedOpen) return { url };
    const form = await Form.read(ReasonForm, body);
    if (!form.valid) {
      const page = await this.page.data(it, plugin, viewer, request.store?.currency);
      throw form.again('installations/advanced', page, 'asking');
    }
    const after = { reason: form.value.reason };
    const asked = await this.trail.together(async () => {
      const fresh = await this.requests.ask(it, viewer, after.reason);
      if (fresh) await this.trail.note(it, { action: 'advanced configuration asked for', after }, viewer.id);
      return fresh;
    });
    notify(request, asked ? 'Asked. You see the answer here.' : 'That is asked already, and waits for its answer.');
    return { url };
  }

  @Delete(':request')
  @Redirect('', 303)
  async destroy(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('request', IdParam) id: number,
  ) {
    const withdrawn = await this.trail.together(async () => {
      const done = await this.requests.withdraw(it, id);
      if (done) await this.trail.note(it, { action: 'request for advanced configuration withdrawn' }, viewer.id);
      return done;
    });
    notify(request, withdrawn ? 'Your request is withdrawn.' : 'It had been answered already.');
    return { url: `/installations/${it.id}/advanced` };
  }
}
