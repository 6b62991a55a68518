import { Body, Controller, Delete, Get, Post, Query, Redirect, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { emptyForm, Form } from '../web/form-errors.js';
import { localPath } from '../web/local-path.js';
import { notify } from '../web/notices.js';
import { Public } from './access.js';
import { SignInForm } from './forms.js';
import { SignIn } from './sign-in.service.js';
import { UsersService } from './users.service.js';

const PAGE = { title: 'Sign in', layout: 'web/outside' };

@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly users: UsersService,
  ) {}

  @Public()
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Query('to') to?: string): Promise<void> {
    if (request.viewer) return response.redirect(303, localPath(to));
    if (!(await this.users.anybody())) return response.redirect(303, '/welcome');
    response.render('accounts/sign-in', { ...PAGE, to: localPath(to), form: emptyForm() });
  }

  @Public()
  @Post()
  @Redirect('/', 303)
  async create(@Req() request: Request, @Body() body: { to?: unknown }) {
    const form = await Form.read(SignInForm, body);
    const user = form.valid ? await this.signIn.begin(request, form.value.email) : null;
    if (form.valid && !user) form.failWhole('That address and password don’t fit together.');
    if (!user) throw form.again('accounts/sign-in', { ...PAGE, to: localPath(body.to) });
    if (user.passwordIsInitial) {
      notify(request, { kind: 'warning', text: 'Somebody else knows your password. Choose your own.' });
      return { url: '/profile' };
    }
    return { url: localPath(body.to) };
  }

  @Public()
  @Delete()
  @Redirect('/sign-in', 303)
  async destroy(@Req() request: Request): Promise<void> {
    await this.signIn.end(request);
  }
}
