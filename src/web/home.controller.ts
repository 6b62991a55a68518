import { Controller, Get, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { Home } from './home.js';

@Controller()
export class HomeController {
  constructor(private readonly home: Home) {}

  @Get()
  @Render('home/show')
  async show(@CurrentUser() viewer: User, @Req() { store }: Request) {
    const [apps, readers] = await Promise.all([this.home.apps(viewer, store), this.home.readers(viewer, store)]);
    // What another store takes goes on from there: an addon here would book it twice.
    const isBeginning = viewer.role === 'merchant' && apps.length < 2 && readers.length === 0;
    const featured = isBeginning ? await this.home.featured(apps) : [];
    return { title: 'Home', apps, readers, featured, greeting: `Hello, ${firstName(viewer.name)}` };
  }
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
