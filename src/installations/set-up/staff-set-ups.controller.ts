import { Body, Controller, Get, NotFoundException, Param, Patch, Post, Redirect, Render, Req } from '@nestjs/common';
import { IsIn } from 'class-validator';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import { Audit } from '../../accounts/audit.service.js';
import { StoresService } from '../../accounts/stores.service.js';
import type { User } from '../../accounts/user.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Form } from '../../web/form-errors.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { InstallationLife } from '../installation-life.service.js';
import { whyDeclined } from '../why-declined.js';
import { type SetUpRequest, SetUpRequests } from './set-up-requests.service.js';

class FinishForm {
  @IsIn(['done', 'declined'], { message: 'It is done, or it is declined' })
  state!: 'done' | 'declined';

  @whyDeclined(({ state }: FinishForm) => state === 'declined')
  answer!: string;
}

const QUEUE = 100;
const FINISHED = 20;
const VIEW = 'installations/set-ups';

/** Addons to be set up for merchants, by those who run the hub. */
@Roles('staff')
@Controller('staff/set-ups')
export class StaffSetUpsController {
  constructor(
    private readonly requests: SetUpRequests,
    private readonly plugins: PluginRegistry,
    private readonly stores: StoresService,
    private readonly life: InstallationLife,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render(VIEW)
  index() {
    return this.queue();
  }

  /** Takes it, goes into the store and to the addon there: from now on every act is on the merchant's behalf. */
  @Post(':id/visit')
  @Redirect('', 303)
  async visit(@Req() { session }: Request, @CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const asked = await this.find(id);
    const store = await this.stores.visible(viewer, asked.storeId);
    if (!store) throw new NotFoundException();
    const subject = `Store ${store.name} (#${store.id})`;
    await this.audit.together(async () => {
      if (await this.requests.take(id, viewer)) await this.note(asked, viewer, 'set-up begun');
      await this.audit.record({ by: viewer, store, subject, action: 'visited by staff' });
    });
    session.storeId = store.id;
    const mine = (await this.life.of(store.id)).find(({ plugin }) => plugin === asked.plugin);
    return { url: mine ? `/installations/${mine.id}` : `/addons/${asked.plugin}` };
  }

  @Patch(':id')
  @Redirect('/staff/set-ups', 303)
  async finish(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: unknown,
  ): Promise<void> {
    const asked = await this.find(id);
    const form = await Form.read(FinishForm, body);
    if (!form.valid) throw form.again(VIEW, { ...(await this.queue()), failed: id });
    const { state, answer } = form.value;
    await this.audit.together(async () => {
      if (!(await this.requests.finish(id, state, answer || null))) throw new NotFoundException();
      await this.note(asked, viewer, state === 'done' ? 'set-up done' : 'set-up declined', answer);
    });
    notify(request, state === 'done' ? `Done for ${asked.store}.` : `Declined; ${asked.store} reads why.`);
  }

  private async find(id: number): Promise<SetUpRequest> {
    const asked = await this.requests.unfinished(id);
    if (!asked) throw new NotFoundException('It is finished, or was withdrawn.');
    return asked;
  }

  private async queue() {
    const [list, finished] = await Promise.all([this.requests.queue(QUEUE), this.requests.finished(FINISHED)]);
    const named = (asked: SetUpRequest) => ({ ...asked, app: this.appOf(asked), working: asked.state === 'working' });
    return { title: 'Set-up requests', list: list.map(named), finished: finished.map(named) };
  }

  private appOf({ plugin }: SetUpRequest): string {
    return this.plugins.get(plugin)?.manifest.name ?? plugin;
  }

  private note(asked: SetUpRequest, by: User, action: string, words?: string): Promise<void> {
    const store = { id: asked.storeId, accountId: asked.accountId };
    const after = words ? { words } : undefined;
    return this.audit.record({ by, store, subject: `Set-up of ${this.appOf(asked)}`, action, after, asStaff: true });
  }
}
