import { Controller, Get, Query, Render } from '@nestjs/common';
import { IdParam } from '../web/id-param.js';
import { Roles } from './access.js';
import { StoresService } from './stores.service.js';

const PAGE = 50;
const SEARCH_AT_MOST = 100;

/** Every store on the hub; staff enter one from here. */
@Roles('staff')
@Controller('staff/stores')
export class StaffStoresController {
  constructor(private readonly stores: StoresService) {}

  @Get()
  @Render('accounts/staff-stores')
  async index(@Query('q') q: unknown, @Query('before') before?: string) {
    const typed = typeof q === 'string' ? q.trim().slice(0, SEARCH_AT_MOST) : '';
    const from = before === undefined ? undefined : new IdParam().transform(before);
    const found = await this.stores.page(typed, PAGE + 1, from);
    const list = found.slice(0, PAGE);
    const query = new URLSearchParams({ ...(typed && { q: typed }), before: String(list.at(-1)?.id) });
    return { title: 'Stores', typed, list, older: found.length > PAGE ? `/staff/stores?${query}` : undefined };
  }
}
