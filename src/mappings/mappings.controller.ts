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
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../installations/current-installation.js';
import type { Installation } from '../installations/installation.entity.js';
import { StillInstalled } from '../installations/still-installed.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest, MappingManifest, Master } from '../sdk/index.js';
import { notify } from '../web/notices.js';
import { MappingPage } from './mapping-page.js';
import { MASTERS, Masters } from './masters.service.js';

const SEARCH_AT_MOST = 100;

/** How an app's rows become records, field by field. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/mappings')
export class MappingsController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly page: MappingPage,
    private readonly masters: Masters,
  ) {}

  @Get()
  @Render('mappings/index')
  index(@CurrentInstallation() it: Installation) {
    return this.page.all(it);
  }

  @Get(':mapping')
  @Render('mappings/show')
  show(
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('mapping') id: string,
    @Query('record') record: unknown,
  ) {
    const { manifest, mapping } = this.find(it, id);
    const typed = typeof record === 'string' ? record.trim().slice(0, SEARCH_AT_MOST) : '';
    return this.page.one(it, manifest, mapping, typed, viewer.role === 'staff');
  }

  /** Who decides is changed by staff: a wrong master overwrites a shop within minutes. */
  @Patch(':mapping')
  @Roles('staff')
  @Redirect('', 303)
  async update(
    @Req() request: Request,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('mapping') id: string,
    @Body() body: Record<string, unknown>,
  ) {
    const { manifest, mapping } = this.find(it, id);
    const changed = await this.masters.change(it, manifest, mapping, mastersIn(body, mapping), viewer.id);
    const fields = changed === 1 ? '1 field has' : `${changed} fields have`;
    if (changed > 0) notify(request, `${fields} another master now. The next import reads everything anew.`);
    return { url: `/installations/${it.id}/mappings/${mapping.id}` };
  }

  private find(it: Installation, id: string): { manifest: Manifest; mapping: MappingManifest } {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const mapping = manifest?.mappings.find((candidate) => candidate.id === id);
    if (!manifest || !mapping) throw new NotFoundException();
    return { manifest, mapping };
  }
}

function mastersIn(body: Record<string, unknown>, { rows }: MappingManifest): Map<string, Master> {
  return new Map(
    rows.flatMap(({ to }): [string, Master][] => {
      const master = MASTERS.find((candidate) => candidate === body[`master.${to}`]);
      return master ? [[to, master]] : [];
    }),
  );
}
