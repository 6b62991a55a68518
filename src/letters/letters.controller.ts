import { Body, Controller, Get, NotFoundException, Param, Post, Query, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStore, CurrentUser, Public, Roles } from '../accounts/access.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { UsersService } from '../accounts/users.service.js';
import { Settings } from '../settings/settings.js';
import { emptyForm } from '../web/form-errors.js';
import { IdParam } from '../web/id-param.js';
import { localPath } from '../web/local-path.js';
import { notify } from '../web/notices.js';
import { LetterPaper } from './letter-paper.js';
import { type LetterRow, Letters } from './letters.service.js';
import { LetterPreferences } from './preferences.service.js';

const SHOWN = 50;

/** Letters about a store, as the person got or would have got them, and which ones they want. */
@Controller('letters')
export class LettersController {
  constructor(
    private readonly letters: Letters,
    private readonly preferences: LetterPreferences,
    private readonly users: UsersService,
    private readonly settings: Settings,
    private readonly paper: LetterPaper,
  ) {}

  @Roles('merchant', 'bookkeeper')
  @Get()
  @Render('letters/index')
  async index(@CurrentStore() store: Store, @CurrentUser() user: User, @Query('before') before?: string) {
    const last = /^[1-9]\d{0,14}$/.test(before ?? '') ? Number(before) : undefined;
    const rows = await this.letters.list(store.id, user.id, SHOWN + 1, last);
    const list = rows.slice(0, SHOWN);
    return {
      title: 'Letters',
      list: list.map(shown),
      older: rows.length > SHOWN && `/letters?before=${list.at(-1)!.id}`,
      newest: last !== undefined && '/letters',
      form: emptyForm({ ...(await this.preferences.of(store.id, user)) }),
      mails: this.settings.mailUrl !== undefined,
      email: user.email,
    };
  }

  @Roles('merchant', 'bookkeeper')
  @Post('preferences')
  @Redirect('/letters', 303)
  async choose(
    @Req() request: Request,
    @CurrentStore() store: Store,
    @CurrentUser() user: User,
    @Body() body: unknown,
  ) {
    const { morning, differences } = Object(body) as Record<string, unknown>;
    await this.preferences.save(store, user, { morning: morning === 'true', differences: differences === 'true' });
    notify(request, 'Saved. Letters come as you have chosen.');
  }

  @Public()
  @Get('stop/:token')
  @Render('letters/stop')
  async stop(@Param('token') token: string) {
    const row = await this.preferences.byToken(token);
    if (!row) throw new NotFoundException();
    return { title: 'Stop letters', store: row.store, token, stopped: !row.morning && !row.differences };
  }

  @Public()
  @Post('stop/:token')
  @Redirect('', 303)
  async stopped(@Param('token') token: string) {
    const row = await this.preferences.byToken(token);
    const reader = row && (await this.users.find(row.user_id));
    if (!row || !reader) throw new NotFoundException();
    const store = { id: row.store_id, accountId: row.account_id, name: row.store };
    await this.preferences.save(store, reader, { morning: false, differences: false });
    return { url: `/letters/stop/${token}` };
  }

  @Roles('merchant', 'bookkeeper')
  @Get(':letter')
  @Render('letters/show')
  async show(@CurrentStore() store: Store, @CurrentUser() user: User, @Param('letter', IdParam) id: number) {
    const letter = await this.letters.find(store.id, user.id, id);
    if (!letter) throw new NotFoundException();
    return {
      title: letter.subject,
      letter: { ...shown(letter), lines: linesOf(letter, this.paper.full('/')), address: letter.address },
    };
  }
}

const STATES: Record<LetterRow['state'], { state: string; word: string }> = {
  pending: { state: 'waiting', word: 'To be sent' },
  sending: { state: 'sending', word: 'Sending' },
  sent: { state: 'done', word: 'Sent' },
  failed: { state: 'failed', word: 'Not delivered' },
  unclear: { state: 'uncertain', word: 'Not known whether it arrived' },
  kept: { state: 'done', word: 'Kept here' },
};

function shown({ id, subject, created_at, sent_at, state, message, attempts, channel }: LetterRow) {
  return {
    href: `/letters/${id}`,
    subject,
    at: created_at,
    sentAt: sent_at,
    status: STATES[state],
    message: state === 'sent' ? null : message,
    attempts,
    posted: channel === 'post',
  };
}

/** A mail spells its links out; here they are links. The one that ends the letters belongs to who got the mail. */
function linesOf({ body, channel }: LetterRow, hub: string): { words: string; link?: string }[] {
  if (channel === 'post') return [{ words: JSON.stringify(JSON.parse(body), null, 2) }];
  const [letter = ''] = body.split('\n--\n');
  return letter.split('\n').map((line) => {
    const at = line.lastIndexOf(hub);
    const path = line.slice(at + hub.length - 1);
    if (at === -1 || /\s/.test(path)) return { words: line };
    return { words: line.slice(0, at).trim().replace(/:$/, '') || 'See it', link: localPath(path) };
  });
}
