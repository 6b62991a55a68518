import { Module, type OnModuleInit } from '@nestjs/common';
import { SetUpModule } from '../installations/set-up/set-up.module.js';
import { Frame } from '../web/frame.js';
import { Home } from '../web/home.js';
import { AddonsController } from './addons.controller.js';
import { Listings } from './listings.service.js';

/** The addon store: what there is, what it moves, and the button that installs it. */
@Module({ imports: [SetUpModule], controllers: [AddonsController], providers: [Listings], exports: [Listings] })
export class MarketplaceModule implements OnModuleInit {
  constructor(
    private readonly frame: Frame,
    private readonly home: Home,
    private readonly listings: Listings,
  ) {}

  onModuleInit(): void {
    this.frame.contribute({ nav: () => [{ label: 'Addons', href: '/addons', icon: 'apps', order: 10 }] });
    this.home.feature(async () => this.listings.featured());
  }
}
