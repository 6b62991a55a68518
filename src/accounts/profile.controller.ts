import { Body, Controller, Get, Patch, Put, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { notify } from '../web/notices.js';
import { hashSessionId } from '../web/session-store.js';
import { CurrentUser } from './access.js';
import { Audit } from './audit.service.js';
import { PasswordForm, ProfileForm } from './forms.js';
import { SignIn } from './sign-in.service.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

const PAGE = { title: 'Your profile' };

@Controller('profile')
export class ProfileController {
  constructor(
    private readonly users: UsersService,
    private readonly signIn: SignIn,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Render('accounts/profile')
  show(@CurrentUser() viewer: User) {
    return { ...PAGE, form: emptyForm({ name: viewer.name }), passwordForm: emptyForm() };
  }

  @Patch()
  @Redirect('/profile', 303)
  async update(@Req() request: Request, @CurrentUser() viewer: User, @Body() body: unknown): Promise<void> {
    const form = await Form.read(ProfileForm, body);
    if (!form.valid) throw form.again('accounts/profile', { ...PAGE, passwordForm: emptyForm() });
    const [before, after] = [{ name: viewer.name }, { name: form.value.name }];
    await this.audit.together(async () => {
      await this.users.rename(viewer, after.name);
      await this.audit.record({ by: viewer, subject: subject(viewer), action: 'renamed', before, after });
    });
    notify(request, 'Your name is changed.');
  }

  @Put('password')
  @Redirect('/profile', 303)
  async password(@Req() request: Request, @CurrentUser() viewer: User, @Body() body: unknown): Promise<void> {
    const form = await Form.read(PasswordForm, body);
    if (form.valid && !(await this.signIn.knows(request, viewer, form.value.current))) {
      form.fail('current', 'That is not your password');
    }
    const page = { ...PAGE, form: emptyForm({ name: viewer.name }) };
    if (!form.valid) throw form.again('accounts/profile', page, 'passwordForm');
    await this.audit.together(async () => {
      await this.users.changePassword(viewer, form.value.password, hashSessionId(request.sessionID));
      await this.audit.record({ by: viewer, subject: subject(viewer), action: 'password changed' });
    });
    notify(request, 'Your password is changed. You are signed out everywhere else.');
  }
}

function subject(user: User): string {
  return `${user.name} (${user.email})`;
}
