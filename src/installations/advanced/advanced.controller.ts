import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Patch,
  Post,
  Query,
  Redirect,
  Render,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { FormAgain } from '../../web/form-errors.js';
import { notify } from '../../web/notices.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import { TakenMeanwhile } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { AdvancedAccess } from './access.service.js';
import { AdvancedForm, numberIn, type SentIn, type Typed } from './advanced-form.service.js';
import { AdvancedPage, type Shown } from './advanced-page.service.js';
import { ConfigurablePlugins } from './configurable-plugins.js';
import { ChangedMeanwhile, Configuration } from './configuration.service.js';
import { merged } from './snapshot.js';

const VIEW = 'installations/advanced';

/** An installation's advanced configuration: asked for, made, changed. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/advanced')
export class AdvancedController {
  constructor(
    private readonly plugins: ConfigurablePlugins,
    private readonly page: AdvancedPage,
    private readonly access: AdvancedAccess,
    private readonly forms: AdvancedForm,
    private readonly configuration: Configuration,
  ) {}

  /** `from`: an earlier version to begin with, or 0 for the defaults. Nothing is saved by it yet. */
  @Get()
  @Render(VIEW)
  async show(
    @Req() { store }: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Query('from') from: unknown,
  ) {
    const plugin = this.plugins.of(it);
    const earlier = numberIn(from);
    if (earlier === undefined) return this.page.data(it, plugin, viewer, store?.currency);
    const snapshot = await this.configuration.at(it, earlier);
    if (!snapshot) throw new NotFoundException();
    const base = (await this.configuration.current(it)).number;
    return this.page.data(it, plugin, viewer, store?.currency, { snapshot, base, from: earlier });
  }

  @Post()
  @Redirect('', 303)
  async create(@Req() request: Request, @CurrentInstallation() it: Installation, @CurrentUser() viewer: User) {
    this.plugins.of(it);
    const { number } = await this.configuration.current(it);
    const reach = this.access.reach(it, viewer, number);
    if (reach !== 'offered' && reach !== 'editable') throw new NotFoundException();
    await this.configuration.create(it, viewer);
    notify(request, `${it.name} has a configuration of its own now. Everything is still as the addon has it.`);
    return { url: `/installations/${it.id}/advanced` };
  }

  @Patch()
  async update(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: Typed,
  ): Promise<void> {
    const { manifest } = this.plugins.of(it);
    const sent = await this.sent(it, viewer, body ?? {});
    await this.judge(request, it, viewer, sent, body ?? {});
    try {
      const changed = await this.configuration.save(it, manifest, sent.wanted, { ...sent, by: viewer });
      notify(request, changed.length === 0 ? 'Nothing has changed, so nothing is saved.' : 'Saved as a new version.');
      response.redirect(303, `/installations/${it.id}/advanced`);
    } catch (error) {
      if (error instanceof TakenMeanwhile) {
        sent.form.failAll(error.problems);
        return this.judge(request, it, viewer, sent, body ?? {});
      }
      if (!(error instanceof ChangedMeanwhile)) throw error;
      const snapshot = merged(error.base, sent.wanted, error.latest);
      const shown: Shown = { snapshot, base: error.latest.number, note: sent.note, meanwhile: error };
      response.status(409).render(VIEW, await this.again(request, it, viewer, shown));
    }
  }

  /** Only from those who may change it. */
  private async sent(it: Installation, viewer: User, body: Typed): Promise<SentIn> {
    const current = await this.configuration.current(it);
    if (this.access.reach(it, viewer, current.number) !== 'editable') throw new NotFoundException();
    const base = await this.configuration.at(it, numberIn(body._version) || current.number);
    return this.forms.read(it, this.plugins.of(it), body, (base ?? current).masters);
  }

  /** Brings the page back for whatever is wrong, or should be said yes to first. */
  private async judge(request: Request, it: Installation, viewer: User, sent: SentIn, body: Typed): Promise<void> {
    const { form, warnings, wanted, base, from, note } = sent;
    const shown: Shown = { form, snapshot: wanted, base, from, note, warnings };
    const passed = Object.keys(warnings).length === 0 || body._pass === 'true';
    if (!form.valid || !passed) throw new FormAgain(form, VIEW, await this.again(request, it, viewer, shown));
    const numbers = await this.forms.unconfirmed(it, this.plugins.of(it).manifest, wanted, body);
    if (numbers.length === 0) return;
    throw new FormAgain(form, VIEW, await this.again(request, it, viewer, { ...shown, numbers }));
  }

  private again({ store }: Request, it: Installation, viewer: User, shown: Shown) {
    return this.page.data(it, this.plugins.of(it), viewer, store?.currency, shown);
  }
}
