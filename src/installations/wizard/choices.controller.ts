import { Controller, Get, NotFoundException, Param, Query, Render, UseGuards } from '@nestjs/common';
import { Roles } from '../../accounts/access.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Records } from '../../records/records.service.js';
import { declarationOf, isRecordType, type PickOption } from '../../sdk/index.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import { PickLists } from '../forms/pick-lists.service.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';

const SHOWN = 20;
const SEARCH_AT_MOST = 100;

/** What fits to what a person has typed so far. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id')
export class ChoicesController {
  constructor(
    private readonly records: Records,
    private readonly plugins: PluginRegistry,
    private readonly lists: PickLists,
  ) {}

  @Get('records/:type')
  @Render('installations/_options')
  async ofStore(@CurrentInstallation() it: Installation, @Param('type') type: string, @Query('q') q: unknown) {
    if (!isRecordType(type)) throw new NotFoundException();
    const { title } = declarationOf(type);
    const found = await this.records.search(it.storeId, type, textOf(q), SHOWN);
    return { options: found.map(({ key, body }) => ({ value: key, label: String(body[title] ?? key) })) };
  }

  /** Of the app's own list behind a field. An app that doesn't answer has nothing to offer; the form itself says why. */
  @Get('picks/:field')
  @Render('installations/_options')
  async ofApp(@CurrentInstallation() it: Installation, @Param('field') name: string, @Query('q') q: unknown) {
    const plugin = this.plugins.get(it.plugin);
    const { wizard = [], advanced = [] } = plugin?.manifest ?? {};
    const fields = [...wizard.flatMap((step) => step.fields), ...advanced];
    const field = fields.find((candidate) => candidate.kind === 'remote' && candidate.name === name);
    if (!plugin || !field) throw new NotFoundException();
    const found = await this.lists.optionsOrReason(it, plugin, field.list!, textOf(q));
    return { options: Array.isArray(found) ? fitting(found, textOf(q)) : [] };
  }
}

function fitting(options: PickOption[], search: string): PickOption[] {
  const wanted = search.toLowerCase();
  return options.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted)).slice(0, SHOWN);
}

function textOf(q: unknown): string {
  return typeof q === 'string' ? q.trim().slice(0, SEARCH_AT_MOST) : '';
}
