import {
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Redirect,
  Render,
  Req,
} from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import type { Store } from '../accounts/store.entity.js';
import { StoresService } from '../accounts/stores.service.js';
import type { User } from '../accounts/user.entity.js';
import { Settings } from '../settings/settings.js';
import { hubAddress } from '../web/hub-address.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { Shares } from './shares.service.js';

/** Lets another merchant's store read the records of one's own. */
@Roles('merchant')
@Controller('stores/:id/shares')
export class SharesController {
  constructor(
    private readonly shares: Shares,
    private readonly stores: StoresService,
    private readonly audit: Audit,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Render('peers/shares')
  async index(@CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const store = await this.find(viewer, id);
    return { title: `Who reads ${store.name}`, shared: store, list: await this.shares.of(store.id) };
  }

  /** Answers with the page itself rather than a redirect: the link is shown once and kept nowhere. */
  @Post()
  @HttpCode(201)
  @Render('peers/offered')
  async create(@Req() request: Request, @CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const store = await this.find(viewer, id);
    const token = await this.audit.together(async () => {
      await this.note(viewer, store, 'offered to another merchant');
      return this.shares.offer(store.id, viewer.id);
    });
    return {
      title: `Share ${store.name}`,
      shared: store,
      link: `${hubAddress(this.settings, request)}/shares/${token}`,
      back: `/stores/${store.id}/shares`,
    };
  }

  @Delete(':share')
  @Redirect()
  async destroy(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
    @Param('share', IdParam) share: number,
  ) {
    const store = await this.find(viewer, id);
    await this.audit.together(async () => {
      if (!(await this.shares.withdraw(store.id, share))) throw new NotFoundException();
      await this.note(viewer, store, 'share withdrawn');
    });
    notify(request, `${store.name} is no longer read there.`);
    return { url: `/stores/${store.id}/shares`, statusCode: 303 };
  }

  private async find(viewer: User, id: number): Promise<Store> {
    const store = await this.stores.visible(viewer, id);
    if (!store) throw new NotFoundException();
    return store;
  }

  private note(by: User, store: Store, action: string): Promise<void> {
    return this.audit.record({ by, store, subject: `Store ${store.name} (#${store.id})`, action });
  }
}
