import { Body, Controller, Delete, Get, Post, Redirect, Render, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { appHeader } from '../installations/app-header.js';
import { CurrentInstallation, ThroughInstallation } from '../installations/current-installation.js';
import type { Installation } from '../installations/installation.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { notify } from '../web/notices.js';
import { CannotStart, Runs } from './runs.service.js';
import { Schedules } from './schedules.service.js';
import { type ShownTask, TaskList } from './task-list.js';

interface Selection {
  tasks?: string | string[];
}

interface Asked {
  it: Installation;
  store: Store;
  body: Selection;
  request: Request;
}

/** An installation's tasks, and what can be done with those that are ticked. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation)
@Controller('installations/:id/tasks')
export class TasksController {
  constructor(
    private readonly tasks: TaskList,
    private readonly runs: Runs,
    private readonly schedules: Schedules,
    private readonly plugins: PluginRegistry,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('tasks/index')
  async index(@CurrentInstallation() it: Installation, @CurrentStore() store: Store) {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const header = appHeader(it, manifest, 'tasks');
    return {
      title: `Tasks · ${header.name}`,
      header,
      list: await this.tasks.of(it, store.timeZone),
      /** Setting up brings none either. */
      idle: manifest?.tasks.length === 0,
      base: `/installations/${it.id}/tasks`,
    };
  }

  @Post('runs')
  async run(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Body() body: Selection,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const started: { id: number; title: string }[] = [];
    for (const { id, title } of await this.selected({ it, store, body, request })) {
      try {
        started.push({ title, id: (await this.runs.start(it.storeId, it.id, id, 'person')).id });
      } catch (error) {
        if (!(error instanceof CannotStart)) throw error;
        notify(request, { text: `${title} can’t run now. ${error.message}`, kind: 'failed' });
      }
    }
    // One run is watched at once; several are watched in the list.
    if (started.length === 1) return response.redirect(303, `/runs/${started[0]!.id}`);
    if (started.length > 1) notify(request, `Started: ${started.map(({ title }) => title).join(', ')}.`);
    response.redirect(303, `/installations/${it.id}/tasks`);
  }

  @Post('pauses')
  @Redirect('', 303)
  pause(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @CurrentUser() viewer: User,
    @Body() body: Selection,
    @Req() request: Request,
  ) {
    return this.setActive({ it, store, by: viewer, body, request }, false);
  }

  @Delete('pauses')
  @Redirect('', 303)
  resume(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @CurrentUser() viewer: User,
    @Body() body: Selection,
    @Req() request: Request,
  ) {
    return this.setActive({ it, store, by: viewer, body, request }, true);
  }

  /** The preview of several is that of the first: each has its own page. */
  @Post('previews')
  @Redirect('', 303)
  async preview(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Body() body: Selection,
    @Req() request: Request,
  ) {
    const [first] = await this.selected({ it, store, body, request });
    return { url: first ? `${first.href}/preview` : `/installations/${it.id}/tasks` };
  }

  private async setActive({ by, ...asked }: Asked & { by: User }, active: boolean): Promise<{ url: string }> {
    const { it, store, body, request } = asked;
    const changed = (await this.selected(asked)).filter((task) => task.active !== active);
    for (const { id, title } of changed) {
      const subject = `Task ${title} of ${it.name} (#${it.id})`;
      await this.audit.together(async () => {
        await this.schedules.setActive({ storeId: it.storeId, installationId: it.id, task: id }, active);
        if (!active) await this.runs.hold(it.storeId, it.id, id);
        await this.audit.record({ by, store, subject, action: active ? 'resumed' : 'paused' });
      });
    }
    const titles = changed.map(({ title }) => title).join(', ');
    if (titles) notify(request, active ? `Goes by its schedule again: ${titles}.` : `Paused: ${titles}.`);
    return { url: backTo(it, body) };
  }

  /** The ticked tasks of this installation; names that are none are passed over. */
  private async selected({ it, store, body, request }: Asked): Promise<ShownTask[]> {
    const ids = [body.tasks ?? []].flat();
    const selected = (await this.tasks.of(it, store.timeZone)).filter(({ id }) => ids.includes(id));
    if (selected.length === 0) notify(request, { text: 'Tick at least one task first.', kind: 'warning' });
    return selected;
  }
}

/** A single task is paused on its own page. */
function backTo(it: Installation, { tasks, ...rest }: Selection & { from?: string }): string {
  const list = `/installations/${it.id}/tasks`;
  return rest.from === 'task' && typeof tasks === 'string' ? `${list}/${encodeURIComponent(tasks)}` : list;
}
