import { Controller, Delete, NotFoundException, Param, Post, Redirect, Req } from '@nestjs/common';
import type { Request } from 'express';
import { IdParam } from '../web/id-param.js';
import { CurrentUser } from './access.js';
import { Audit } from './audit.service.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';

/** Being in a store: merchants in one of their own, staff in anybody's, which the audit trail remembers. */
@Controller()
export class VisitsController {
  constructor(
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Post('stores/:id/visit')
  @Redirect('/', 303)
  async create(
    @Req() { session }: Request,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
  ): Promise<void> {
    const store = await this.stores.visible(viewer, id);
    if (!store) throw new NotFoundException();
    if (viewer.role === 'staff') await this.note(viewer, store, 'visited by staff');
    session.storeId = store.id;
  }

  @Delete('visit')
  @Redirect('/', 303)
  async destroy(@Req() { session, store }: Request, @CurrentUser() viewer: User): Promise<void> {
    if (viewer.role === 'staff' && store) await this.note(viewer, store, 'left by staff');
    delete session.storeId;
  }

  private note(by: User, store: { id: number; accountId: number; name: string }, action: string): Promise<void> {
    const subject = `Store ${store.name} (#${store.id})`;
    return this.audit.together(() => this.audit.record({ by, store, subject, action }));
  }
}
