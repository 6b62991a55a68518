import { Injectable } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';

/** One app on the home page: is it well, when did it last move something, how much today? */
export interface HomeApp {
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
  failures: number;
  failuresHref?: string;
  /** Records moved per day, oldest first. */
  days?: number[];
}

/** An app that a store without any is invited to try. */
export interface Featured {
  name: string;
  summary: string;
  href: string;
  icon?: string;
}

type Source = (viewer: User, store: Store | undefined) => Promise<HomeApp[]>;

/** The home page's list of apps. Who knows the apps gives it to us when its module starts. */
@Injectable()
export class Home {
  private readonly sources: Source[] = [];
  private readonly showcases: (() => Promise<Featured[]>)[] = [];

  contribute(source: Source): void {
    this.sources.push(source);
  }

  /** For stores that have nothing yet: the first three are shown. */
  feature(showcase: () => Promise<Featured[]>): void {
    this.showcases.push(showcase);
  }

  async featured(): Promise<Featured[]> {
    return (await Promise.all(this.showcases.map((showcase) => showcase()))).flat().slice(0, 3);
  }

  async apps(viewer: User, store: Store | undefined): Promise<HomeApp[]> {
    return (await Promise.all(this.sources.map((source) => source(viewer, store)))).flat();
  }
}
