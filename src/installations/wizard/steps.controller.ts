import { Body, Controller, Get, NotFoundException, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { FormAgain } from '../../web/form-errors.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { AppCalls } from '../app-calls.service.js';
import { ConnectPage } from '../connect/connect-page.service.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import { TakenMeanwhile } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { ActivatePage } from './activate-page.service.js';
import type { SentStep, Typed } from './open-step.js';
import { StepPages } from './step-pages.service.js';
import { type Judged, Wizard, type WizardStep } from './wizard.service.js';

interface Made {
  field: string;
  /** Why it could not be made. */
  problem?: string;
}

/** The wizard, one step a page. Afterwards the same steps are the addon's settings. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/steps/:number')
export class StepsController {
  constructor(
    private readonly wizard: Wizard,
    private readonly pages: StepPages,
    private readonly connectPage: ConnectPage,
    private readonly activatePage: ActivatePage,
    private readonly calls: AppCalls,
  ) {}

  @Get()
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @Param('number', IdParam) number: number,
  ): Promise<void> {
    if (!this.wizard.steps(it)[number - 1]) throw new NotFoundException();
    const step = this.wizard.open(it, number);
    // What comes before is answered first.
    if (!step) return response.redirect(303, `/installations/${it.id}/steps/${this.wizard.reach(it)}`);
    const { kind } = step.manifest;
    const opened = { request, response, it, step };
    if (kind === 'connect') return this.connectPage.render(opened);
    if (kind === 'activate') return this.activatePage.show(opened);
    response.render('installations/step', await this.pages.form(it, step, request));
  }

  @Post()
  async update(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('number', IdParam) number: number,
    @Body() body: Typed,
  ): Promise<void> {
    const step = this.wizard.open(it, number);
    if (!step) throw new NotFoundException();
    const sent = { request, response, it, step, viewer, body: body ?? {} };
    const { kind } = step.manifest;
    if (kind === 'connect') return this.connectPage.take(sent);
    if (kind === 'activate') return this.activatePage.take(sent);
    return this.answer(sent);
  }

  private async answer(sent: SentStep): Promise<void> {
    const { request, response, it, step, body } = sent;
    if (body._later !== undefined) {
      await this.wizard.keepDraft(it, step, body);
      notify(request, `Kept. Go on with ${it.name} whenever you like.`);
      return response.redirect(303, '/');
    }
    const made = typeof body._create === 'string' ? await this.create(it, step, body._create, body) : undefined;
    const judged = await this.wizard.read(it, step, body);
    // The hub itself learns of it with the next import.
    if (made) delete judged.warnings[made.field];
    if (made?.problem) judged.form.fail(made.field, made.problem);
    if (!passes(judged, body)) throw await this.again(sent, judged);
    const after = await this.keep(sent, judged);
    if (after.state !== 'installing') {
      notify(request, `${step.manifest.title} is saved.`);
      return response.redirect(303, `/installations/${it.id}/setup`);
    }
    response.redirect(303, `/installations/${it.id}/steps/${step.number + 1}`);
  }

  private async keep(sent: SentStep, judged: Judged): Promise<Installation> {
    try {
      return await this.wizard.keep(sent.it, sent.step, judged.form, sent.viewer.id);
    } catch (error) {
      if (!(error instanceof TakenMeanwhile)) throw error;
      judged.form.failAll(error.problems);
      throw await this.again(sent, judged);
    }
  }

  private async again({ request, it, step, body }: SentStep, judged: Judged): Promise<FormAgain> {
    const page = await this.pages.form(it, step, request, judged);
    // Whoever leaves to connect again finds it as it was typed.
    if (page.lost && it.state === 'installing') await this.wizard.keepDraft(it, step, body);
    return new FormAgain(judged.form, 'installations/step', page);
  }

  /** Makes a missing record in the app; its key becomes the answer. */
  private async create(it: Installation, { manifest, plugin }: WizardStep, name: string, body: Typed): Promise<Made> {
    const field = manifest.fields.find((candidate) => candidate.name === name);
    const key = body[name];
    if (!field?.create || typeof key !== 'string' || key.trim() === '') throw new NotFoundException();
    try {
      body[name] = await this.calls.with(it, plugin, (call) => plugin.calls.create(call, field.create!, key.trim()));
      return { field: name };
    } catch (error) {
      return { field: name, problem: `${field.label}: ${(error as Error).message}` };
    }
  }
}

/** Warnings may be passed by saying so. Problems of other steps may not. */
function passes({ form, warnings, elsewhere }: Judged, body: Typed): boolean {
  if (!form.valid || elsewhere.length > 0) return false;
  return Object.keys(warnings).length === 0 || body._pass === 'true';
}
