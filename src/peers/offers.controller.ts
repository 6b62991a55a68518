import { Controller, Get, NotFoundException, Param, Post, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import { Audit } from '../accounts/audit.service.js';
import type { User } from '../accounts/user.entity.js';
import { notify } from '../web/notices.js';
import { type Share, Shares } from './shares.service.js';

/** What a merchant with a link sees: which store they may read from now on, if they want to. */
@Roles('merchant')
@Controller('shares/:token')
export class OffersController {
  constructor(
    private readonly shares: Shares,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('peers/offer')
  async show(@CurrentUser() viewer: User, @Param('token') token: string) {
    const offer = await this.find(token);
    return { title: `${offer.owner} shares ${offer.store}`, offer, token, own: offer.owner_id === viewer.accountId };
  }

  @Post()
  @Redirect('/addons', 303)
  async accept(@Req() request: Request, @CurrentUser() viewer: User, @Param('token') token: string): Promise<void> {
    const offer = await this.find(token);
    if (offer.owner_id === viewer.accountId) throw new NotFoundException('This store is your own: it needs no link.');
    const subject = `Store ${offer.store} (#${offer.store_id})`;
    const seller = { id: offer.store_id, accountId: offer.owner_id };
    await this.audit.together(async () => {
      if (!(await this.shares.accept(offer, viewer.accountId!, viewer.id))) throw new NotFoundException(GONE);
      // Each of the two merchants finds it in their own trail.
      await this.audit.record({ by: viewer, store: seller, subject, action: 'share accepted' });
      await this.audit.record({ by: viewer, subject: `${subject} of ${offer.owner}`, action: 'share accepted' });
    });
    notify(request, `Your stores may read ${offer.store} now. Install an addon that takes records from another store.`);
  }

  private async find(token: string): Promise<Share> {
    const offer = await this.shares.offered(token);
    if (!offer) throw new NotFoundException(GONE);
    return offer;
  }
}

const GONE = 'This link no longer works. Ask for a new one.';
