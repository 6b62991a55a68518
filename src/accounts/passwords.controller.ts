import { Controller, Get, HttpCode, NotFoundException, Param, Post, Render } from '@nestjs/common';
import { IdParam } from '../web/id-param.js';
import { CurrentUser } from './access.js';
import { Audit } from './audit.service.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** New passwords for those who have forgotten theirs: from their colleagues, or from staff. */
@Controller('people/:id/password')
export class PasswordsController {
  constructor(
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  @Get('new')
  @Render('accounts/password-new')
  async show(@CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const { name, accountId } = await this.find(viewer, id);
    return { title: `A new password for ${name}`, person: { id, name }, back: pageOf(viewer, accountId) };
  }

  @Post()
  @HttpCode(201)
  @Render('accounts/person-added')
  async create(@CurrentUser() viewer: User, @Param('id', IdParam) id: number) {
    const person = await this.find(viewer, id);
    const { name, email, accountId } = person;
    const subject = `${name} (${email})`;
    const password = await this.audit.together(async () => {
      await this.audit.record({ by: viewer, subject, action: 'given a new password', accountId });
      return this.users.resetPassword(person);
    });
    return { title: 'A new password', added: { name, email }, password, back: pageOf(viewer, accountId) };
  }

  private async find(viewer: User, id: number): Promise<User> {
    const person = await this.users.visible(viewer, id);
    // One's own is changed on the profile page, by somebody who knows the old one.
    if (!person || person.id === viewer.id) throw new NotFoundException();
    return person;
  }
}

function pageOf({ role }: User, accountId: number | null): string {
  if (role !== 'staff') return '/people';
  return accountId === null ? '/staff/people' : `/staff/accounts/${accountId}`;
}
