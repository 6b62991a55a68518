import { Body, Controller, Get, Param, Post, Query, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { CurrentUser, Roles } from './access.js';
import type { Account } from './account.entity.js';
import { AccountParam } from './account-param.js';
import { Audit } from './audit.service.js';
import { StoreForm } from './forms.js';
import { currencyOptions, timeZoneOptions } from './store-choices.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';

const PAGE = 50;
const SEARCH_AT_MOST = 100;
const NEW = { title: 'Add a store', timeZoneOptions, currencyOptions };

/** Every store on the hub; staff enter one from here, and add one to a business. */
@Roles('staff')
@Controller('staff')
export class StaffStoresController {
  constructor(
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Get('stores')
  @Render('accounts/staff-stores')
  async index(@Query('q') q: unknown, @Query('before') before?: string) {
    const typed = typeof q === 'string' ? q.trim().slice(0, SEARCH_AT_MOST) : '';
    const from = before === undefined ? undefined : new IdParam().transform(before);
    const found = await this.stores.page(typed, PAGE + 1, from);
    const list = found.slice(0, PAGE);
    const query = new URLSearchParams({ ...(typed && { q: typed }), before: String(list.at(-1)?.id) });
    return { title: 'Stores', typed, list, older: found.length > PAGE ? `/staff/stores?${query}` : undefined };
  }

  @Get('accounts/:id/stores/new')
  @Render('accounts/staff-store-new')
  create(@Param('id', IdParam, AccountParam) account: Account) {
    return { ...NEW, account, form: emptyForm({ timeZone: 'Australia/Sydney', currency: 'AUD' }) };
  }

  @Post('accounts/:id/stores')
  @Redirect('/staff/people', 303)
  async add(
    @Req() request: Request,
    @CurrentUser() by: User,
    @Param('id', IdParam, AccountParam) account: Account,
    @Body() body: unknown,
  ) {
    const form = await Form.read(StoreForm, body);
    if (!form.valid) throw form.again('accounts/staff-store-new', { ...NEW, account });
    const store = await this.audit.together(async () => {
      const added = await this.stores.add(account.id, form.value);
      const act = { subject: `Store ${added.name} (#${added.id})`, action: 'added', after: form.value };
      await this.audit.record({ by, store: added, ...act });
      return added;
    });
    notify(request, `${store.name} is added to ${account.name}.`);
    return { url: `/staff/accounts/${account.id}` };
  }
}
