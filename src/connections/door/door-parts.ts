import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../settings/settings.js';
import { Exchanges } from '../exchanges/exchanges.service.js';
import { Endpoints } from './endpoints.js';
import { Wire } from './wire.js';

/** What every door is made of. */
@Injectable()
export class DoorParts {
  readonly endpoints: Endpoints;

  constructor(
    readonly clock: Clock,
    readonly wire: Wire,
    readonly exchanges: Exchanges,
    settings: Settings,
  ) {
    this.endpoints = new Endpoints(settings.endpoints);
  }
}
