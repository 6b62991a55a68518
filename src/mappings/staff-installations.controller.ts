import { Body, Controller, Get, NotFoundException, Param, Post, Query, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import { StoresService } from '../accounts/stores.service.js';
import type { User } from '../accounts/user.entity.js';
import { IdParam } from '../web/id-param.js';
import { ADVANCED, AllInstallations } from './all-installations.js';

const PAGE = 50;
const SEARCH_AT_MOST = 100;

const FILTERS = [
  { value: '', label: 'Any configuration' },
  { value: 'open', label: 'Open to the merchant' },
  { value: 'own', label: 'With one of their own' },
  { value: 'untouched', label: 'As the addon has it' },
];

/** Every installed addon on the hub; its mappings are opened from here. */
@Roles('staff')
@Controller('staff/installations')
export class StaffInstallationsController {
  constructor(
    private readonly installations: AllInstallations,
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('mappings/staff-installations')
  async index(
    @Req() request: Request,
    @Query('q') q: unknown,
    @Query('advanced') chosen: unknown,
    @Query('before') before?: string,
  ) {
    const typed = typeof q === 'string' ? q.trim().slice(0, SEARCH_AT_MOST) : '';
    const from = before === undefined ? undefined : new IdParam().transform(before);
    const advanced = ADVANCED.find((filter) => filter === chosen);
    const found = await this.installations.list({ typed, advanced, before: from, limit: PAGE + 1 });
    const list = found.slice(0, PAGE);
    const query = new URLSearchParams({
      ...(typed && { q: typed }),
      ...(advanced && { advanced }),
      before: String(list.at(-1)?.id),
    });
    return {
      title: 'Installations',
      typed,
      filters: FILTERS.map(({ value, label }) => ({ value, label, selected: value === (advanced ?? '') })),
      filtered: typed !== '' || advanced !== undefined,
      here: request.originalUrl,
      list,
      older: found.length > PAGE ? `/staff/installations?${query}` : undefined,
    };
  }

  /** Goes into its store, which the trail remembers, and opens what is configured there. */
  @Post(':id/visit')
  @Redirect('', 303)
  async visit(
    @Req() { session }: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: { to?: unknown },
  ) {
    const storeId = await this.installations.storeOf(id);
    const store = storeId === undefined ? null : await this.stores.visible(viewer, storeId);
    if (!store) throw new NotFoundException();
    const act = { subject: `Store ${store.name} (#${store.id})`, action: 'visited by staff' };
    await this.audit.together(() => this.audit.record({ by: viewer, store, ...act }));
    session.storeId = store.id;
    return { url: `/installations/${id}/${body?.to === 'advanced' ? 'advanced' : 'mappings'}` };
  }
}
