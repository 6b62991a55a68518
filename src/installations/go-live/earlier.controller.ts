import { Body, Controller, NotFoundException, Post, Redirect, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { isTakingOver, type TakingOver } from '../../tasks/run-task.js';
import { CannotStart } from '../../tasks/runs.service.js';
import { TakeOver } from '../../transactions/earlier/take-over.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';

/** What another tool has sent already: looked for in the app, and where that is doubtful a person says what is the same. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/go-live')
export class EarlierController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly trail: Trail,
    private readonly takeOver: TakeOver,
  ) {}

  /** Looks the app through once more. */
  @Post('sweep')
  @Redirect('', 303)
  async sweep(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @Body() body: Record<string, unknown>,
  ): Promise<{ url: string }> {
    const { id: task } = this.task(it, body);
    try {
      await this.takeOver.look({ storeId: it.storeId, installationId: it.id, task }, 'person');
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      notify(request, { text: error.message, kind: 'warning' });
    }
    return { url: `/installations/${it.id}/go-live#earlier` };
  }

  /** Whether a document of the app is what a record would become there. */
  @Post('earlier')
  @Redirect('', 303)
  async say(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: Record<string, unknown>,
  ): Promise<{ url: string }> {
    const { id: task, title } = this.task(it, body);
    const { said, document } = body;
    const record = Number(body.record);
    if ((said !== 'same' && said !== 'other') || typeof document !== 'string' || !Number.isSafeInteger(record))
      throw new NotFoundException();
    const key = { storeId: it.storeId, installationId: it.id, task };
    const after = { task: title, document, record: String(record), said };
    const heard = await this.trail.together(async () => {
      const heardIt = await this.takeOver.say(key, record, document, said, viewer.name);
      if (heardIt) await this.trail.note(it, { action: 'said what is the same', after }, viewer.id);
      return heardIt;
    });
    if (heard) await this.takeOver.goOn(key);
    else notify(request, { text: 'That has been said already.', kind: 'warning' });
    return { url: `/installations/${it.id}/go-live#earlier` };
  }

  private task({ plugin }: Installation, { task }: Record<string, unknown>): TakingOver {
    const tasks = this.plugins.get(plugin)?.manifest.tasks ?? [];
    const found = tasks.filter(isTakingOver).find(({ id }) => id === task);
    if (!found) throw new NotFoundException();
    return found;
  }
}
