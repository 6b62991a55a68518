import { Body, Controller, Get, NotFoundException, Post, Render, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { Public } from './access.js';
import { AccountsService } from './accounts.service.js';
import { Audit } from './audit.service.js';
import { FirstUser } from './first-user.js';
import { WelcomeForm } from './forms.js';
import { SignIn } from './sign-in.service.js';
import { currencyOptions, timeZoneOptions } from './store-choices.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';
import { tidyEmail, UsersService } from './users.service.js';

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
  async create(@Req() request: Request, @Res() response: Response, @Body() body: unknown): Promise<void> {
    await this.onlyWhenEmpty();
    const form = await Form.read(WelcomeForm, body);
    const { value } = form;
    if (value.merchantEmail !== undefined && tidyEmail(value.merchantEmail) === tidyEmail(value.email ?? '')) {
      form.fail('merchantEmail', 'The merchant signs in with an address of their own');
    }
    if (!form.valid) throw form.again('accounts/welcome', PAGE);
    const done = await this.firstUser.alone(() => this.audit.together(() => this.setUp(value)));
    if (!done) throw new NotFoundException();
    const { staff, shown } = done;
    await this.signIn.enter(request, staff);
    if (!shown) return response.redirect(303, '/');
    // The page itself rather than a redirect: the password is shown once and kept nowhere.
    response.status(201).render('accounts/person-added', shown);
  }

  private async setUp(form: WelcomeForm) {
    const staff = await this.firstUser.add(form);
    await this.audit.record({ by: staff, subject: 'The hub', action: 'set up' });
    return { staff, shown: form.accountName === undefined ? undefined : await this.addMerchant(staff, form) };
  }

  private async addMerchant(by: User, form: WelcomeForm) {
    const { id, name } = await this.accounts.add(form.accountName!);
    await this.audit.record({ by, subject: `Account ${name}`, action: 'added', accountId: id });
    const given = { name: form.storeName!, timeZone: form.timeZone!, currency: form.currency! };
    const store = await this.stores.add(id, given);
    await this.audit.record({
      by,
      store,
      subject: `Store ${store.name} (#${store.id})`,
      action: 'added',
      after: given,
    });
    const person = { role: 'merchant' as const, name, email: form.merchantEmail!, accountId: id };
    const { user, initialPassword } = await this.users.add(person);
    const added = { name: user.name, email: user.email };
    await this.audit.record({ by, subject: `${name} (${user.email})`, action: 'added', accountId: id, after: added });
    return { title: 'The hub is yours', added, password: initialPassword, back: '/' };
  }

  private async onlyWhenEmpty(): Promise<void> {
    if (await this.users.anybody()) throw new NotFoundException();
  }
}
