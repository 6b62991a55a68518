import { Body, Controller, NotFoundException, Post, Redirect, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Records } from '../../records/records.service.js';
import { CannotStart, Runs } from '../../tasks/runs.service.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { Trail } from '../trail.service.js';

/** One record is sent and no other, to see whether it arrives as it should. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/go-live/trial')
export class TrialsController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly records: Records,
    private readonly runs: Runs,
    private readonly trail: Trail,
  ) {}

  @Post()
  @Redirect('', 303)
  async create(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: Record<string, unknown>,
  ): Promise<{ url: string }> {
    const tasks = this.plugins.get(it.plugin)?.manifest.tasks ?? [];
    const task = tasks.find(({ id, kind }) => id === body.task && kind === 'document');
    if (!task) throw new NotFoundException();
    const refuse = (text: string) => {
      notify(request, { text, kind: 'warning' });
      return { url: `/installations/${it.id}/go-live` };
    };
    const key = typeof body.record === 'string' ? body.record.trim() : '';
    const [record] = key === '' ? [] : await this.records.load(it.storeId, [{ type: task.record, key }]);
    if (!record) return refuse(key === '' ? 'Say which one to send.' : `There is nothing called ${key} here.`);
    try {
      const run = await this.trail.together(async () => {
        await this.trail.note(it, { action: 'sent one first', after: { task: task.title, record: key } }, viewer.id);
        return this.runs.tryOut(it.storeId, it.id, task.id, record.id);
      });
      return { url: `/runs/${run}` };
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      return refuse(error.message);
    }
  }
}
