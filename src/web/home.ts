import { Injectable } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';

/** One app on the home page: is it well, when did it last move something, how much today? */
export interface HomeApp {
  /** Which installation it is, for those who count what it has moved. */
  installation?: number;
  name: string;
  /** Says which of several: `Main warehouse sync (#14)` */
  detail?: string;
  href: string;
  /** Address of its picture; absent: its first letter. */
  icon?: string;
  /** A state of `status.ts`, with its own word if need be. */
  state: string;
  word?: string;
  lastSync?: Date | null;
  nextSync?: Date | null;
  movedToday: number;
  failures: Failures[];
  /** Records moved per day, oldest first. */
  days?: number[];
}

/** How many records could not be moved, and where they are listed. */
interface Failures {
  n: number;
  way: 'in' | 'out';
  href: string;
}

/** An app that a store without any is invited to try. */
export interface Featured {
  name: string;
  summary: string;
  href: string;
  icon?: string;
}

/** Another store that takes this one's records. */
export interface Reader {
  store: string;
  /** Whose it is, where it is another merchant's. */
  merchant?: string;
  /** The addon over there, and what it takes: 'orders, payments, returns'. */
  through: string;
  takes: string;
  /** The day, where this store is. */
  since: string;
  paused: boolean;
  /** Where it is stopped, for who may. */
  stop?: { href: string; action: string };
}

/** What an app has moved, by installation. */
export type Counts = ReadonlyMap<number, Partial<Pick<HomeApp, 'movedToday' | 'failures' | 'days'>>>;

type Counter = (viewer: User, store: Store | undefined) => Promise<Counts>;
type Readers = (viewer: User, store: Store) => Promise<Reader[]>;
type Source = (viewer: User, store: Store | undefined) => Promise<HomeApp[]>;

/** The home page's list of apps. Who knows the apps gives it to us when its module starts. */
@Injectable()
export class Home {
  private readonly sources: Source[] = [];
  private readonly counters: Counter[] = [];
  private readonly watchers: Readers[] = [];
  private readonly showcases: (() => Promise<Featured[]>)[] = [];

  contribute(source: Source): void {
    this.sources.push(source);
  }

  /** Who keeps account of what the apps move adds it to what the others say of them. */
  count(counter: Counter): void {
    this.counters.push(counter);
  }

  /** Who knows which stores read one another says it of the one that is read: nothing else on its pages would. */
  watch(readers: Readers): void {
    this.watchers.push(readers);
  }

  /** For stores that have nothing yet, or nothing but their shop: the first three are shown. */
  feature(showcase: () => Promise<Featured[]>): void {
    this.showcases.push(showcase);
  }

  async featured(besides: HomeApp[] = []): Promise<Featured[]> {
    const shown = new Set(besides.map(({ icon }) => icon));
    const all = (await Promise.all(this.showcases.map((showcase) => showcase()))).flat();
    return all.filter(({ icon }) => icon === undefined || !shown.has(icon)).slice(0, 3);
  }

  async readers(viewer: User, store: Store | undefined): Promise<Reader[]> {
    if (!store) return [];
    return (await Promise.all(this.watchers.map((readers) => readers(viewer, store)))).flat();
  }

  async apps(viewer: User, store: Store | undefined): Promise<HomeApp[]> {
    const [found, counts] = await Promise.all([
      Promise.all(this.sources.map((source) => source(viewer, store))),
      Promise.all(this.counters.map((counter) => counter(viewer, store))),
    ]);
    return found.flat().map((app) => {
      const counted = counts.map((count) => (app.installation === undefined ? {} : count.get(app.installation)));
      const failures = [app, ...counted].flatMap((one) => one?.failures ?? []);
      return Object.assign({}, app, ...counted, { failures }) as HomeApp;
    });
  }
}
