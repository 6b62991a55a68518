import { Body, Controller, Get, Param, Post, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { CurrentUser, Roles } from './access.js';
import type { Account } from './account.entity.js';
import { AccountParam } from './account-param.js';
import { AccountsService } from './accounts.service.js';
import { Audit } from './audit.service.js';
import { AccountForm } from './forms.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

const NEW = { title: 'Add a business' };

/** The businesses on the hub, for those who run it. */
@Roles('staff')
@Controller('staff/accounts')
export class StaffAccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Get('new')
  @Render('accounts/staff-account-new')
  create() {
    return { ...NEW, form: emptyForm() };
  }

  @Post()
  @Redirect('/staff/people', 303)
  async add(@Req() request: Request, @CurrentUser() by: User, @Body() body: unknown) {
    const form = await Form.read(AccountForm, body);
    if (!form.valid) throw form.again('accounts/staff-account-new', NEW);
    const account = await this.audit.together(async () => {
      const added = await this.accounts.add(form.value.name);
      await this.audit.record({ by, subject: `Account ${added.name}`, action: 'added', accountId: added.id });
      return added;
    });
    notify(request, `${account.name} is added. Add its people and its first store.`);
    return { url: `/staff/accounts/${account.id}` };
  }

  @Get(':id')
  @Render('accounts/staff-account')
  async show(@Param('id', IdParam, AccountParam) account: Account) {
    const [people, list] = await Promise.all([this.users.peopleOf(account.id), this.stores.ofAccount(account.id)]);
    return { title: account.name, account, people, list };
  }
}
