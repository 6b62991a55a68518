import { Body, Controller, Get, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { emptyForm, Form } from '../../web/form-errors.js';
import { notify } from '../../web/notices.js';
import { Public } from '../access.js';
import { AccountsService } from '../accounts.service.js';
import { Audit } from '../audit.service.js';
import { NewBookkeeperForm } from '../forms.js';
import { SignIn } from '../sign-in.service.js';
import { StoresService } from '../stores.service.js';
import type { User } from '../user.entity.js';
import { EmailTaken, tidyEmail, UsersService } from '../users.service.js';
import { type BookkeeperInvitation, Bookkeepers } from './bookkeepers.service.js';

const VIEW = 'accounts/bookkeeping';
const TAKEN = 'Somebody signs in with this address: sign in first, then open this link again';

/** What a bookkeeper with a link sees: who invites them, and how to say yes. */
@Controller('bookkeeping/:token')
export class BookkeepingController {
  constructor(
    private readonly bookkeepers: Bookkeepers,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly stores: StoresService,
    private readonly audit: Audit,
    private readonly signIn: SignIn,
  ) {}

  @Public()
  @Get()
  async show(@Req() { viewer }: Request, @Res() response: Response, @Param('token') token: string): Promise<void> {
    const invitation = await this.find(token);
    response.render(VIEW, { ...page(token, invitation, viewer), form: emptyForm({ email: invitation.email ?? '' }) });
  }

  @Public()
  @Post()
  async accept(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<void> {
    const invitation = await this.find(token);
    const user = await this.audit.together(async () => {
      const joining = request.viewer ?? (await this.join(token, invitation, body));
      await this.become(joining, invitation, page(token, invitation, request.viewer).otherAddress);
      return joining;
    });
    if (!request.viewer) await this.signIn.enter(request, user);
    const [first] = await this.stores.ofAccount(invitation.accountId);
    if (first) request.session.storeId = first.id;
    notify(request, `You do the books of ${invitation.account} now.`);
    response.redirect(303, '/');
  }

  private async become(user: User, invitation: BookkeeperInvitation, otherAddress: boolean): Promise<void> {
    // Somebody else's link, or somebody with another task here.
    if (user.role !== 'bookkeeper' || otherAddress) throw new NotFoundException();
    if (!(await this.bookkeepers.accept(invitation, user))) throw new NotFoundException();
    const subject = `${user.name} (${user.email})`;
    await this.audit.record({ by: user, accountId: invitation.accountId, subject, action: 'became bookkeeper' });
  }

  /** Somebody new: with a business of their own, which has no store. */
  private async join(token: string, invitation: BookkeeperInvitation, body: unknown): Promise<User> {
    const form = await Form.read(NewBookkeeperForm, body);
    const around = page(token, invitation, undefined);
    const { name, email = '', password } = form.value;
    if (invitation.email && tidyEmail(email) !== invitation.email) {
      form.fail('email', `This link is for ${invitation.email}`);
    }
    if (form.valid && (await this.users.isTaken(email))) form.fail('email', TAKEN);
    if (!form.valid) throw form.again(VIEW, around);
    const { id: accountId } = await this.accounts.add(name);
    try {
      const { user } = await this.users.add({ role: 'bookkeeper', name, email, password, accountId });
      return user;
    } catch (error) {
      if (!(error instanceof EmailTaken)) throw error;
      form.fail('email', TAKEN);
      throw form.again(VIEW, around);
    }
  }

  private async find(token: string): Promise<BookkeeperInvitation> {
    const invitation = await this.bookkeepers.find(token);
    if (!invitation) throw new NotFoundException('This link no longer works. Ask for a new one.');
    return invitation;
  }
}

function page(token: string, { account, email, expiresAt }: BookkeeperInvitation, viewer: User | undefined) {
  return {
    title: `The books of ${account}`,
    layout: 'web/outside',
    action: `/bookkeeping/${token}`,
    signInHref: `/sign-in?${new URLSearchParams({ to: `/bookkeeping/${token}` })}`,
    account,
    expires: expiresAt,
    fixed: email,
    known: viewer?.role === 'bookkeeper' ? { name: viewer.name, email: viewer.email } : undefined,
    otherRole: viewer !== undefined && viewer.role !== 'bookkeeper',
    otherAddress: viewer?.role === 'bookkeeper' && email !== null && viewer.email !== email,
  };
}
