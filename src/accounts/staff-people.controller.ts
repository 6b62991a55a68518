import { Body, Controller, Get, HttpCode, Post, Query, Render } from '@nestjs/common';
import { emptyForm, Form } from '../web/form-errors.js';
import { CurrentUser, Roles } from './access.js';
import { AccountsService } from './accounts.service.js';
import { Audit } from './audit.service.js';
import { StaffPersonForm } from './forms.js';
import type { User } from './user.entity.js';
import { EmailTaken, UsersService } from './users.service.js';

const PAGE = 50;

const ROLE_OPTIONS = [
  { value: 'merchant', label: 'Merchant – runs stores' },
  { value: 'vendor', label: 'Vendor – publishes addons' },
  { value: 'bookkeeper', label: 'Bookkeeper – works for the businesses that invite them' },
  { value: 'staff', label: 'Staff – runs this hub' },
];

/** Everybody on the hub, for those who run it. */
@Roles('staff')
@Controller('staff/people')
export class StaffPeopleController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('accounts/staff-people')
  async index(@Query('after') after?: string) {
    const found = await this.accounts.page(PAGE + 1, Number(after) || 0);
    const list = found.slice(0, PAGE);
    const older = found.length > PAGE ? `/staff/people?after=${list.at(-1)!.id}` : undefined;
    return { title: 'People', accounts: list, staff: await this.users.peopleOf(null), older };
  }

  @Get('new')
  @Render('accounts/staff-person-new')
  async create(@Query('account') account?: string) {
    const accountId = Number(account) || undefined;
    return { ...(await this.page()), form: emptyForm({ role: 'merchant', accountId }) };
  }

  /** Answers with the page itself rather than a redirect: the password is shown once and kept nowhere. */
  @Post()
  @HttpCode(201)
  @Render('accounts/person-added')
  async add(@CurrentUser() by: User, @Body() body: unknown) {
    const form = await Form.read(StaffPersonForm, body);
    const accountId = form.value.role === 'staff' ? null : (form.value.accountId ?? 0);
    if (form.valid && accountId !== null && !(await this.accounts.find(accountId))) {
      form.fail('accountId', 'Choose the business this person works for');
    }
    if (!form.valid) throw form.again('accounts/staff-person-new', await this.page());
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
      throw form.again('accounts/staff-person-new', await this.page());
    }
  }

  private async page() {
    const accounts = await this.accounts.all();
    const accountOptions = accounts.map(({ id, name }) => ({ value: id, label: name }));
    return { title: 'Add a person', roleOptions: ROLE_OPTIONS, accountOptions };
  }
}
