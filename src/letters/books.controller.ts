import { Body, Controller, Get, Post, Redirect, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { Frame, type Need } from '../web/frame.js';
import { notify } from '../web/notices.js';
import { inStore } from './letter-paper.js';
import { LetterPreferences } from './preferences.service.js';

/** So many stores are asked at a time. */
const AT_ONCE = 5;

/** All stores of a person, or whose books they keep, on one page: what needs them in each, and which letters come about it. */
@Roles('merchant', 'bookkeeper')
@Controller('books')
export class BooksController {
  constructor(
    private readonly frame: Frame,
    private readonly preferences: LetterPreferences,
  ) {}

  @Get()
  @Render('letters/books')
  async index(@Req() { stores = [] }: Request, @CurrentUser() user: User) {
    const list: Awaited<ReturnType<typeof this.line>>[] = [];
    for (let from = 0; from < stores.length; from += AT_ONCE) {
      list.push(...(await Promise.all(stores.slice(from, from + AT_ONCE).map((store) => this.line(store, user)))));
    }
    return { title: 'All stores', list };
  }

  @Post('letters')
  @Redirect('/books', 303)
  async choose(@Req() request: Request, @CurrentUser() user: User, @Body() body: unknown) {
    const { morning, differences } = Object(body) as Record<string, unknown>;
    const [each, some] = [morning, differences].map((ids) => new Set([ids ?? []].flat().map(String)));
    for (const store of request.stores ?? []) {
      const id = String(store.id);
      await this.preferences.save(store, user, { morning: each!.has(id), differences: some!.has(id) });
    }
    notify(request, 'Saved. Letters come as you have chosen.');
  }

  private async line(store: Store, user: User) {
    const [needs, letters] = await Promise.all([this.frame.needsOf(user, store), this.preferences.of(store.id, user)]);
    const linked = ({ title, href }: Need) => ({ title, href: inStore(href, store.id) });
    return { id: store.id, name: store.name, href: inStore('/', store.id), needs: needs.map(linked), ...letters };
  }
}
