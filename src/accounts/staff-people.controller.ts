import {
  Body,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Render,
  Req,
} from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { notify } from '../web/notices.js';
import { CurrentUser, Roles } from './access.js';
import { AccountsService } from './accounts.service.js';
import { Audit } from './audit.service.js';
import { AccountForm, StaffPersonForm, StoreForm } from './forms.js';
import { currencyOptions, timeZoneOptions } from './places.js';
import { StoresService } from './stores.service.js';
import type { User } from './user.entity.js';
import { EmailTaken, UsersService } from './users.service.js';

const PAGE = 50;
const NEW_ACCOUNT = { title: 'Add a business' };
const NEW_STORE = { title: 'Add a store', timeZoneOptions, currencyOptions };

const ROLE_OPTIONS = [
  { value: 'merchant', label: 'Merchant – runs stores' },
  { value: 'vendor', label: 'Vendor – publishes addons' },
  { value: 'bookkeeper', label: 'Bookkeeper – works for the businesses that invite them' },
  { value: 'staff', label: 'Staff – runs this hub' },
];

/** Everybody on the hub, for those who run it. */
@Roles('staff')
@Controller('staff')
export class StaffPeopleController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly stores: StoresService,
    private readonly audit: Audit,
  ) {}

  @Get('people')
  @Render('accounts/staff-people')
  async index(@Query('after') after?: string) {
    const found = await this.accounts.page(PAGE + 1, Number(after) || 0);
    const list = found.slice(0, PAGE);
    const older = found.length > PAGE ? `/staff/people?after=${list.at(-1)!.id}` : undefined;
    return { title: 'People', accounts: list, staff: await this.users.peopleOf(null), older };
  }

  @Get('accounts/new')
  @Render('accounts/staff-account-new')
  newAccount() {
    return { ...NEW_ACCOUNT, form: emptyForm() };
  }

  @Post('accounts')
  @Redirect('/staff/people', 303)
  async addAccount(@Req() request: Request, @CurrentUser() by: User, @Body() body: unknown) {
    const form = await Form.read(AccountForm, body);
    if (!form.valid) throw form.again('accounts/staff-account-new', NEW_ACCOUNT);
    const account = await this.audit.together(async () => {
      const added = await this.accounts.add(form.value.name);
      await this.audit.record({ by, subject: `Account ${added.name}`, action: 'added', accountId: added.id });
      return added;
    });
    notify(request, `${account.name} is added. Add its people and its first store.`);
    return { url: `/staff/accounts/${account.id}` };
  }

  @Get('accounts/:id')
  @Render('accounts/staff-account')
  async account(@Param('id', IdParam) id: number) {
    const account = await this.findAccount(id);
    const [people, list] = await Promise.all([this.users.peopleOf(id), this.stores.ofAccount(id)]);
    return { title: account.name, account, people, list };
  }

  @Get('accounts/:id/stores/new')
  @Render('accounts/staff-store-new')
  async newStore(@Param('id', IdParam) id: number) {
    const account = await this.findAccount(id);
    return { ...NEW_STORE, account, form: emptyForm({ timeZone: 'Australia/Sydney', currency: 'AUD' }) };
  }

  @Post('accounts/:id/stores')
  @Redirect('/staff/people', 303)
  async addStore(
    @Req() request: Request,
    @CurrentUser() by: User,
    @Param('id', IdParam) id: number,
    @Body() body: unknown,
  ) {
    const account = await this.findAccount(id);
    const form = await Form.read(StoreForm, body);
    if (!form.valid) throw form.again('accounts/staff-store-new', { ...NEW_STORE, account });
    const store = await this.audit.together(async () => {
      const added = await this.stores.add(id, form.value);
      const act = { subject: `Store ${added.name} (#${added.id})`, action: 'added', after: form.value };
      await this.audit.record({ by, store: added, ...act });
      return added;
    });
    notify(request, `${store.name} is added to ${account.name}.`);
    return { url: `/staff/accounts/${id}` };
  }

  @Get('people/new')
  @Render('accounts/staff-person-new')
  async newPerson(@Query('account') account?: string) {
    const accountId = Number(account) || undefined;
    return { ...(await this.personPage()), form: emptyForm({ role: 'merchant', accountId }) };
  }

  /** Answers with the page itself rather than a redirect: the password is shown once and kept nowhere. */
  @Post('people')
  @HttpCode(201)
  @Render('accounts/person-added')
  async addPerson(@CurrentUser() by: User, @Body() body: unknown) {
    const form = await Form.read(StaffPersonForm, body);
    const accountId = form.value.role === 'staff' ? null : (form.value.accountId ?? 0);
    if (form.valid && accountId !== null && !(await this.accounts.find(accountId))) {
      form.fail('accountId', 'Choose the business this person works for');
    }
    if (!form.valid) throw form.again('accounts/staff-person-new', await this.personPage());
    const { user, initialPassword } = await this.tryAdd(form, accountId, by);
    const { name, email } = user;
    const back = accountId === null ? '/staff/people' : `/staff/accounts/${accountId}`;
    return { title: 'Person added', added: { name, email }, password: initialPassword, back };
  }

  private async tryAdd(form: Form<StaffPersonForm>, accountId: number | null, by: User) {
    const { role, name, email } = form.value;
    try {
      return await this.audit.together(async () => {
        const added = await this.users.add({ role, name, email, accountId });
        const after = { name: added.user.name, email: added.user.email, role };
        const act = { subject: `${after.name} (${after.email})`, action: 'added', accountId, after };
        await this.audit.record({ by, ...act });
        return added;
      });
    } catch (error) {
      if (!(error instanceof EmailTaken)) throw error;
      form.fail('email', 'Somebody already signs in with this address');
      throw form.again('accounts/staff-person-new', await this.personPage());
    }
  }

  private async personPage() {
    const accounts = await this.accounts.all();
    const accountOptions = accounts.map(({ id, name }) => ({ value: id, label: name }));
    return { title: 'Add a person', roleOptions: ROLE_OPTIONS, accountOptions };
  }

  private async findAccount(id: number) {
    const account = await this.accounts.find(id);
    if (!account) throw new NotFoundException();
    return account;
  }
}
