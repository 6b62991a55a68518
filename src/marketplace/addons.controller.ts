import { Controller, Get, NotFoundException, Param, Query, Render, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentUser } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { localPath } from '../web/local-path.js';
import { Listings } from './listings.service.js';
import { tidySearch } from './search.js';

/** The addon store. */
@Controller('addons')
export class AddonsController {
  constructor(
    private readonly listings: Listings,
    private readonly plugins: PluginRegistry,
  ) {}

  @Get()
  @Render('marketplace/index')
  async index(
    @Req() { store }: Request,
    @CurrentUser() viewer: User,
    @Query('q') typed: unknown,
    @Query('category') chosen: unknown,
  ) {
    const [q, category] = [tidySearch(typed), tidySearch(chosen)];
    const { cards, categories, all } = await this.listings.shelf(store?.id, { q, category });
    return {
      title: 'Addons',
      q,
      category,
      cards,
      categories: [
        { name: 'All addons', count: all, href: address(q, ''), current: category === '' },
        ...categories.map(({ name, count }) => ({ name, count, href: address(q, name), current: name === category })),
      ],
      failures: viewer.role === 'staff' ? this.plugins.failures() : [],
    };
  }

  @Get(':plugin')
  @Render('marketplace/show')
  async show(@Req() { store, viewer }: Request, @Param('plugin') id: string, @Query('back') back: unknown) {
    const plugin = this.plugins.get(id);
    if (!plugin) throw new NotFoundException();
    const page = await this.listings.page(store?.id, plugin);
    const mayInstall = viewer?.role === 'merchant' || (viewer?.role === 'staff' && store !== undefined);
    const here = `/addons/${id}`;
    const returnTo = localPath(back, here);
    return {
      title: page.card.name,
      ...page,
      missing: page.missing.map((missing) => ({
        ...missing,
        go: missing.go && { ...missing.go, href: withBack(missing.go.href, here) },
      })),
      mayInstall,
      installable: mayInstall && page.missing.length === 0,
      returnTo,
      here,
    };
  }
}

function address(q: string, category: string): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(category && { category }) }).toString();
  return query ? `/addons?${query}` : '/addons';
}

/** Whoever has to go elsewhere first finds the way back. */
function withBack(href: string, back: string): string {
  return /^\/(addons\/|stores\/new$)/.test(href) ? `${href}?${new URLSearchParams({ back })}` : href;
}
