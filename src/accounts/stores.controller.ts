import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  Patch,
  Post,
  Query,
  Redirect,
  Render,
  Req,
} from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { localPath } from '../web/local-path.js';
import { notify } from '../web/notices.js';
import { CurrentUser, Roles } from './access.js';
import { Audit } from './audit.service.js';
import { StoreForm } from './forms.js';
import type { Store } from './store.entity.js';
import { currencyOptions, timeZoneOptions } from './store-choices.js';
import { type NewStore, StoresService } from './stores.service.js';
import type { User } from './user.entity.js';

const LISTS = { timeZoneOptions, currencyOptions };

@Roles('merchant')
@Controller('stores')
export class StoresController {
  constructor(
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('accounts/stores')
  async index(@CurrentUser() viewer: User) {
    return { title: 'Stores', list: await this.stores.of(viewer) };
  }

  @Get('new')
  @Render('accounts/store-new')
  create(@Req() { store }: Request, @Query('back') back: unknown) {
    const like = { timeZone: store?.timeZone ?? 'Australia/Sydney', currency: store?.currency ?? 'AUD' };
    return { title: 'Add a store', ...LISTS, form: emptyForm(like), returnTo: localPath(back) };
  }

  /** Back to where a store was missing. */
  @Post()
  @Redirect()
  async add(@Req() request: Request, @CurrentUser() viewer: User, @Body() body: unknown) {
    const form = await Form.read(StoreForm, body);
    const returnTo = localPath(Object(body).back);
    if (!form.valid) throw form.again('accounts/store-new', { title: 'Add a store', ...LISTS, returnTo });
    const store = await this.audit.together(async () => {
      const added = await this.stores.add(viewer.accountId!, form.value);
      await this.audit.record({
        by: viewer,
        store: added,
        subject: subject(added),
        action: 'added',
        after: form.value,
      });
      return added;
    });
    request.session.storeId = store.id;
    notify(request, `${store.name} is added, and you are in it now.`);
    return { url: returnTo, statusCode: 303 };
  }

  @Get(':id/edit')
  @Render('accounts/store-edit')
  async edit(@CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const edited = await this.find(viewer, id);
    const { name, timeZone, currency } = edited;
    return { title: edited.name, edited, ...LISTS, form: emptyForm({ name, timeZone, currency }) };
  }

  @Patch(':id')
  @Redirect('/stores', 303)
  async update(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Body() body: unknown,
  ): Promise<void> {
    const edited = await this.find(viewer, id);
    const form = await Form.read(StoreForm, body);
    if (!form.valid) throw form.again('accounts/store-edit', { title: edited.name, edited, ...LISTS });
    await this.change(viewer, edited, form.value);
    notify(request, `${form.value.name} is saved.`);
  }

  private change(by: User, store: Store, after: NewStore): Promise<void> {
    const { name, timeZone, currency } = store;
    const act = { subject: subject(store), action: 'changed', before: { name, timeZone, currency }, after };
    return this.audit.together(async () => {
      await this.stores.change(store, after);
      await this.audit.record({ by, store, ...act });
    });
  }

  private async find(viewer: User, id: number): Promise<Store> {
    const store = await this.stores.visible(viewer, id);
    if (!store) throw new NotFoundException();
    return store;
  }
}

function subject(store: Store): string {
  return `Store ${store.name} (#${store.id})`;
}
