import { Body, Controller, Get, HttpCode, Post, Render } from '@nestjs/common';
import { emptyForm, Form } from '../web/form-errors.js';
import { CurrentUser, Roles } from './access.js';
import { Audit } from './audit.service.js';
import { Bookkeepers } from './bookkeepers/bookkeepers.service.js';
import { PersonForm } from './forms.js';
import type { User } from './user.entity.js';
import { EmailTaken, UsersService } from './users.service.js';

const NEW = { title: 'Add a person' };

/** The people of one's own business. */
@Roles('merchant', 'vendor')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly users: UsersService,
    private readonly bookkeepers: Bookkeepers,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('accounts/people')
  async index(@CurrentUser() viewer: User) {
    const { accountId, role } = viewer;
    const merchant = role === 'merchant' && accountId !== null;
    const [people, bookkeepers, invitations] = await Promise.all([
      this.users.peopleOf(accountId),
      merchant ? this.bookkeepers.of(accountId) : [],
      merchant ? this.bookkeepers.open(accountId) : [],
    ]);
    const text = merchant
      ? 'Everybody here sees all stores of your business.'
      : 'Everybody who works for your business.';
    return { title: 'People', text, people, accountName: viewer.account?.name, bookkeepers, invitations };
  }

  @Get('new')
  @Render('accounts/person-new')
  create() {
    return { ...NEW, form: emptyForm() };
  }

  /** Answers with the page itself rather than a redirect: the password is shown once and kept nowhere. */
  @Post()
  @HttpCode(201)
  @Render('accounts/person-added')
  async add(@CurrentUser() viewer: User, @Body() body: unknown) {
    const form = await Form.read(PersonForm, body);
    if (!form.valid) throw form.again('accounts/person-new', NEW);
    const { user, initialPassword } = await this.addPerson(viewer, form);
    const added = { name: user.name, email: user.email };
    return { title: 'Person added', added, password: initialPassword, back: '/people' };
  }

  private async addPerson(viewer: User, form: Form<PersonForm>) {
    try {
      return await this.audit.together(async () => {
        const added = await this.users.add({ ...form.value, role: viewer.role, accountId: viewer.accountId });
        const after = { name: added.user.name, email: added.user.email };
        await this.audit.record({ by: viewer, subject: `${after.name} (${after.email})`, action: 'added', after });
        return added;
      });
    } catch (error) {
      if (!(error instanceof EmailTaken)) throw error;
      throw form.fail('email', 'Somebody already signs in with this address').again('accounts/person-new', NEW);
    }
  }
}
