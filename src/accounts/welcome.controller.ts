import { Body, Controller, Get, NotFoundException, Post, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { notify } from '../web/notices.js';
import { Public } from './access.js';
import { AccountsService } from './accounts.service.js';
import { Audit } from './audit.service.js';
import { FirstUser } from './first-user.js';
import { WelcomeForm } from './forms.js';
import { currencyOptions, timeZoneOptions } from './places.js';
import { SignIn } from './sign-in.service.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

const PAGE = { title: 'Welcome', layout: 'web/outside', wide: true, timeZoneOptions, currencyOptions };

/** Sets up a new hub. The page exists only while nobody does. */
@Controller('welcome')
export class WelcomeController {
  constructor(
    private readonly users: UsersService,
    private readonly firstUser: FirstUser,
    private readonly accounts: AccountsService,
    private readonly stores: StoresService,
    private readonly audit: Audit,
    private readonly signIn: SignIn,
  ) {}

  @Public()
  @Get()
  @Render('accounts/welcome')
  async show() {
    await this.onlyWhenEmpty();
    return { ...PAGE, form: emptyForm({ timeZone: 'Australia/Sydney', currency: 'AUD' }) };
  }

  @Public()
  @Post()
  @Redirect('/', 303)
  async create(@Req() request: Request, @Body() body: unknown) {
    await this.onlyWhenEmpty();
    const form = await Form.read(WelcomeForm, body);
    const { value } = form;
    if (value.merchantEmail !== undefined && value.merchantEmail.toLowerCase() === value.email?.toLowerCase()) {
      form.fail('merchantEmail', 'The merchant signs in with an address of their own');
    }
    if (!form.valid) throw form.again('accounts/welcome', PAGE);
    const staff = await this.firstUser.add(value);
    if (!staff) throw new NotFoundException();
    await this.audit.record({ by: staff, subject: 'The hub', action: 'set up' });
    const merchant = value.accountName === undefined ? undefined : await this.addMerchant(staff, value);
    await this.signIn.enter(request, staff);
    notify(request, merchant ?? 'The hub is yours. Add the first merchant under People.');
    return { url: '/' };
  }

  private async addMerchant(staff: User, form: WelcomeForm): Promise<string> {
    const account = await this.accounts.add(form.accountName!);
    const store = { name: form.storeName!, timeZone: form.timeZone!, currency: form.currency! };
    await this.stores.add(account.id, store);
    const person = {
      role: 'merchant' as const,
      name: form.accountName!,
      email: form.merchantEmail!,
      accountId: account.id,
    };
    const { user, initialPassword } = await this.users.add(person);
    await this.audit.record({ by: staff, subject: `Account ${account.name}`, action: 'added', accountId: account.id });
    return `${account.name} signs in as ${user.email} with the password ${initialPassword} – write it down, it is shown only now.`;
  }

  private async onlyWhenEmpty(): Promise<void> {
    if (await this.users.anybody()) throw new NotFoundException();
  }
}
