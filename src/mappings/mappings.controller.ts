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
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { AdvancedAccess } from '../installations/advanced/access.service.js';
import { mastersIn, numberIn } from '../installations/advanced/advanced-form.service.js';
import { ChangedMeanwhile, Configuration } from '../installations/advanced/configuration.service.js';
import { CurrentInstallation, ThroughInstallation } from '../installations/current-installation.js';
import type { Installation } from '../installations/installation.entity.js';
import { StillInstalled } from '../installations/still-installed.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest, MappingManifest } from '../sdk/host/index.js';
import { notify } from '../web/notices.js';
import { MappingPage } from './mapping-page.js';

const SEARCH_AT_MOST = 100;

/** How an app's rows become records, field by field. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/mappings')
export class MappingsController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly page: MappingPage,
    private readonly configuration: Configuration,
    private readonly access: AdvancedAccess,
  ) {}

  @Get()
  @Render('mappings/index')
  index(@CurrentInstallation() it: Installation) {
    return this.page.all(it);
  }

  @Get(':mapping')
  @Render('mappings/show')
  async show(
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @CurrentStore() { timeZone }: Store,
    @Param('mapping') id: string,
    @Query('record') record: unknown,
  ) {
    const { manifest, mapping } = this.find(it, id);
    const typed = typeof record === 'string' ? record.trim().slice(0, SEARCH_AT_MOST) : '';
    const { number } = await this.configuration.current(it);
    const reach = this.access.reach(it, viewer, number);
    const look = { typed, editable: reach === 'editable', timeZone };
    return { ...(await this.page.one(it, manifest, mapping, look)), version: number };
  }

  /** A wrong master overwrites a shop within minutes: staff decide who may change it, and every change is a version. */
  @Patch(':mapping')
  @Redirect('', 303)
  async update(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('mapping') id: string,
    @Body() body: Record<string, unknown>,
  ) {
    const { manifest, mapping } = this.find(it, id);
    const current = await this.configuration.current(it);
    if (this.access.reach(it, viewer, current.number) !== 'editable') throw new NotFoundException();
    const masters = mastersIn(ofMapping(mapping, body ?? {}), manifest, current.masters);
    const base = numberIn(body?._version) ?? current.number;
    try {
      const changed = await this.configuration.save(it, manifest, { ...current, masters }, { by: viewer, base });
      const fields = changed.length === 1 ? '1 field has' : `${changed.length} fields have`;
      if (changed.length > 0) notify(request, `${fields} another master now. The next import reads everything anew.`);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      notify(request, { text: `${error.message} It is shown here now: please choose again.`, kind: 'warning' });
    }
    return { url: `/installations/${it.id}/mappings/${mapping.id}` };
  }

  private find(it: Installation, id: string): { manifest: Manifest; mapping: MappingManifest } {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const mapping = manifest?.mappings.find((candidate) => candidate.id === id);
    if (!manifest || !mapping) throw new NotFoundException();
    return { manifest, mapping };
  }
}

/** This page's names, said in full: `master.name` → `master.goods.name`. */
function ofMapping({ id, rows }: MappingManifest, body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(rows.map(({ to }) => [`master.${id}.${to}`, body[`master.${to}`]]));
}
