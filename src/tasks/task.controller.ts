import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  Patch,
  Query,
  Redirect,
  Render,
  Req,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { appHeader } from '../installations/app-header.js';
import { CurrentInstallation, ThroughInstallation } from '../installations/current-installation.js';
import type { Installation } from '../installations/installation.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { scheduleInWords } from '../sdk/schedule-in-words.js';
import { emptyForm, Form } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { Runs } from './runs.service.js';
import { checkSchedule, choices, ScheduleForm, scheduleOf, valuesOf } from './schedule-form.js';
import { Schedules } from './schedules.service.js';
import { type ShownRun, type ShownTask, TaskList } from './task-list.js';

const RUNS_A_PAGE = 20;
const NEXT_RUNS = 5;

/** One task: when it runs, and what came of it. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation)
@Controller('installations/:id/tasks/:task')
export class TaskController {
  constructor(
    private readonly tasks: TaskList,
    private readonly runs: Runs,
    private readonly schedules: Schedules,
    private readonly plugins: PluginRegistry,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('tasks/show')
  async show(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @Param('task') id: string,
    @Query('before') before?: string,
  ) {
    const task = await this.find(it, store, id);
    const form = emptyForm(valuesOf(task.schedule.schedule));
    return { ...(await this.page(it, store, task, before)), form };
  }

  @Patch('schedule')
  @Redirect('', 303)
  async edit(
    @CurrentInstallation() it: Installation,
    @CurrentStore() store: Store,
    @CurrentUser() by: User,
    @Param('task') id: string,
    @Body() body: unknown,
    @Req() request: Request,
  ) {
    const task = await this.find(it, store, id);
    const form = checkSchedule(await Form.read(ScheduleForm, body));
    if (!form.valid) throw form.again('tasks/show', await this.page(it, store, task));
    const schedule = scheduleOf(form.value);
    const subject = `Task ${task.title} of ${it.name} (#${it.id})`;
    const change = { before: { schedule: task.text }, after: { schedule: schedule ?? task.manifest.schedule } };
    await this.audit.together(async () => {
      await this.schedules.edit({ storeId: it.storeId, installationId: it.id, task: id }, schedule);
      await this.audit.record({ by, store, subject, action: 'schedule changed', ...change });
    });
    notify(request, `${task.title} runs ${scheduleInWords(change.after.schedule, store.timeZone)}.`);
    return { url: task.href };
  }

  private async find(it: Installation, store: Store, id: string): Promise<ShownTask> {
    const task = await this.tasks.one(it, id, store.timeZone);
    if (!task) throw new NotFoundException();
    return task;
  }

  private async page(it: Installation, store: Store, task: ShownTask, before?: string) {
    const { timeZone } = store;
    const ref = { storeId: it.storeId, installationId: it.id, task: task.id };
    const from = before === undefined ? undefined : new IdParam().transform(before);
    const runs = await this.runs.history(ref, RUNS_A_PAGE + 1, from);
    const history = runs.slice(0, RUNS_A_PAGE).map((run) => this.tasks.showRun(run, task.manifest.direction));
    return {
      title: task.title,
      header: appHeader(it, this.plugins.get(it.plugin)?.manifest, 'tasks'),
      base: `/installations/${it.id}/tasks`,
      task,
      nextRuns: task.active && !task.held ? this.tasks.next(task.text, timeZone, NEXT_RUNS).map(slotIn(timeZone)) : [],
      choices: choices((schedule) => scheduleInWords(schedule, timeZone), task.manifest.schedule),
      history,
      chart: chartOf(history),
      newest: from === undefined ? undefined : task.href,
      older: runs.length > RUNS_A_PAGE ? `${task.href}?before=${history.at(-1)!.id}` : undefined,
    };
  }
}

/** 'Sun 22 Nov, 6:00 pm' */
function slotIn(timeZone: string): (slot: Date) => string {
  const format = new Intl.DateTimeFormat('en-AU', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  return (slot) => format.format(slot);
}

/** Seconds each run took, oldest first. */
function chartOf(history: ShownRun[]) {
  const begun = history.filter((run) => run.milliseconds !== undefined).toReversed();
  if (begun.length < 2) return undefined;
  return {
    values: begun.map((run) => Math.round(run.milliseconds! / 100) / 10),
    labels: begun.map((run) => `Run ${run.id}, seconds:`),
  };
}
