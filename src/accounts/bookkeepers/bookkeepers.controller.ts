import {
  Body,
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
import { Settings } from '../../settings/settings.js';
import { emptyForm, Form } from '../../web/form-errors.js';
import { hubAddress } from '../../web/hub-address.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { CurrentUser, Roles } from '../access.js';
import { Audit } from '../audit.service.js';
import { BookkeeperForm } from '../forms.js';
import type { User } from '../user.entity.js';
import { tidyEmail } from '../users.service.js';
import { Bookkeepers } from './bookkeepers.service.js';

const NEW = { title: 'Invite a bookkeeper' };

/** A merchant invites bookkeepers, and takes them off again. */
@Roles('merchant')
@Controller('people/bookkeepers')
export class BookkeepersController {
  constructor(
    private readonly bookkeepers: Bookkeepers,
    private readonly audit: Audit,
    private readonly settings: Settings,
  ) {}

  @Get('new')
  @Render('accounts/bookkeeper-new')
  create() {
    return { ...NEW, form: emptyForm() };
  }

  /** Answers with the page itself rather than a redirect: the link is shown once and kept nowhere. */
  @Post()
  @HttpCode(201)
  @Render('accounts/bookkeeper-invited')
  async invite(@Req() request: Request, @CurrentUser() viewer: User, @Body() body: unknown) {
    const form = await Form.read(BookkeeperForm, body);
    if (!form.valid) throw form.again('accounts/bookkeeper-new', NEW);
    const email = form.value.email ? tidyEmail(form.value.email) : null;
    const subject = `Bookkeeper ${email ?? 'with a link'}`;
    const token = await this.audit.together(async () => {
      await this.audit.record({ by: viewer, subject, action: 'bookkeeper invited' });
      return this.bookkeepers.invite(viewer.accountId!, viewer, email);
    });
    return { ...NEW, email, link: `${hubAddress(this.settings, request)}/bookkeeping/${token}` };
  }

  @Delete('invitations/:invitation')
  @Redirect('/people', 303)
  async withdraw(
    @Req() request: Request,
    @CurrentUser() viewer: User,
    @Param('invitation', IdParam) invitation: number,
  ): Promise<void> {
    const act = { subject: `Invitation #${invitation}`, action: 'bookkeeper’s invitation withdrawn' };
    await this.audit.together(async () => {
      if (!(await this.bookkeepers.withdraw(viewer.accountId!, invitation))) throw new NotFoundException();
      await this.audit.record({ by: viewer, ...act });
    });
    notify(request, 'The link no longer works.');
  }

  @Delete(':id')
  @Redirect('/people', 303)
  async remove(@Req() request: Request, @CurrentUser() viewer: User, @Param('id', IdParam) id: number): Promise<void> {
    const accountId = viewer.accountId!;
    const leaving = (await this.bookkeepers.of(accountId)).find((bookkeeper) => bookkeeper.id === id);
    if (!leaving) throw new NotFoundException();
    const subject = `${leaving.name} (${leaving.email})`;
    await this.audit.together(async () => {
      if (!(await this.bookkeepers.remove(accountId, id))) throw new NotFoundException();
      await this.audit.record({ by: viewer, subject, action: 'bookkeeper removed' });
    });
    notify(request, `${leaving.name} no longer sees your stores.`);
  }
}
