import { Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { JustRead } from '../database/just-read.js';
import { csrfToken } from './csrf.js';
import { takeNotices } from './notices.js';
import { themeOf } from './theme.js';

/** An entry of the side menu. */
export interface NavItem {
  label: string;
  href: string;
  /** A Tabler icon's name (https://tabler.io/icons). */
  icon: string;
  /** The address of an app's own picture, shown in place of the icon. */
  picture?: string;
  /** `hub` is the top, `apps` what the merchant installed, `admin` logs and reports. */
  section?: Section;
  /** Smaller stands higher within its section; Home is 0. */
  order?: number;
  /** A dot: somebody should look. */
  attention?: boolean;
  /** How many wait there; nothing is shown for none. */
  count?: number;
}

interface Menu {
  sections: { title: string | undefined; items: NavItem[] }[];
}

/** Something only a person can do: counted at the bell, listed on Home with its button. */
export interface Need {
  title: string;
  detail?: string;
  href: string;
  /** What the button says. */
  action: string;
}

/** What a room adds to every page. Called for each page shown: it must be one quick query at most. */
export interface Contribution {
  /** Bookkeepers may open what it leads to. Unless said, they don't see it. */
  bookkeepers?: boolean;
  nav?(viewer: User, store: Store | undefined): NavItem[] | Promise<NavItem[]>;
  needs?(viewer: User, store: Store | undefined): Need[] | Promise<Need[]>;
}

type Section = 'hub' | 'apps' | 'admin';
const SECTIONS: [Section, string | undefined][] = [
  ['hub', undefined],
  ['apps', 'My apps'],
  ['admin', 'Admin'],
];

/** The frame around every page: menu, bell, store switcher. Rooms contribute to it when their module starts. */
@Injectable()
export class Frame {
  private readonly log = new Logger('frame');
  private readonly contributions: Contribution[] = [];

  constructor(private readonly justRead: JustRead) {}

  contribute(contribution: Contribution): void {
    this.contributions.push(contribution);
  }

  /** What the layout and every page can use. */
  async around(request: Request): Promise<Record<string, unknown>> {
    const { viewer, stores = [], store } = request;
    const [menu, needs] = await Promise.all([this.menu(request), this.needs(request)]);
    const hrefs = menu.sections.flatMap(({ items }) => items.map(({ href }) => href));
    return {
      now: new Date(),
      path: request.path,
      currentHref: hrefs
        .filter((href) => leadsTo(href, request.path))
        .sort(byLength)
        .at(-1),
      here: request.method === 'GET' ? request.originalUrl : '/',
      theme: themeOf(request),
      // Only a whole page shows them, and showing them uses them up.
      notices: () => takeNotices(request),
      csrf: csrfToken(request),
      viewer: viewer && {
        id: viewer.id,
        name: viewer.name,
        email: viewer.email,
        role: viewer.role,
        initials: initials(viewer.name),
      },
      isStaff: viewer?.role === 'staff',
      isMerchant: viewer?.role === 'merchant',
      isVendor: viewer?.role === 'vendor',
      isBookkeeper: viewer?.role === 'bookkeeper',
      stores: stores.map(({ id, name }) => ({ id, name, current: id === store?.id })),
      store: store && { id: store.id, name: store.name, timeZone: store.timeZone, currency: store.currency },
      onBehalf: viewer?.role === 'staff' && store !== undefined,
      timeZone: store?.timeZone ?? 'UTC',
      menu,
      needs,
      needsCount: needs.length,
    };
  }

  private menu({ viewer, store }: Request): Promise<Menu> {
    if (!viewer) return Promise.resolve({ sections: [] });
    return this.justRead.of(`${store?.id}/menu/${viewer.id}`, async () =>
      inSections(await this.gather(viewer, (room) => room.nav?.(viewer, store))),
    );
  }

  private async needs({ viewer, store }: Request): Promise<Need[]> {
    if (!viewer) return [];
    return this.justRead.of(`${store?.id}/needs/${viewer.id}`, () => this.needsOf(viewer, store));
  }

  /** What only this person can do, in that store. */
  needsOf(viewer: User, store: Store | undefined): Promise<Need[]> {
    return this.gather(viewer, (room) => room.needs?.(viewer, store));
  }

  /** One room's trouble must not take every page of the hub with it. */
  private async gather<T>(viewer: User, ask: (room: Contribution) => T[] | Promise<T[]> | undefined): Promise<T[]> {
    const open = this.contributions.filter(({ bookkeepers }) => bookkeepers || viewer.role !== 'bookkeeper');
    const answers = await Promise.all(
      open.map(async (room) => {
        try {
          return (await ask(room)) ?? [];
        } catch (error) {
          this.log.error('A room could not add its part of the page', error);
          return [];
        }
      }),
    );
    return answers.flat();
  }
}

function inSections(items: NavItem[]): Menu {
  const sections = SECTIONS.map(([section, title]) => ({
    title,
    items: items
      .filter((item) => (item.section ?? 'hub') === section)
      .sort((a, b) => (a.order ?? 50) - (b.order ?? 50)),
  }));
  return { sections: sections.filter(({ items: some }) => some.length > 0) };
}

function leadsTo(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

function byLength(a: string, b: string): number {
  return a.length - b.length;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? words.at(-1)![0] : ''}`.toUpperCase();
}
