import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Settings } from '../../settings/settings.js';
import { Exchanges } from './exchanges.service.js';

/** Forgets old requests and answers, once an hour where records are moved. */
@Injectable()
export class ExchangeSweep {
  private readonly log = new Logger('connections');

  constructor(
    private readonly exchanges: Exchanges,
    private readonly settings: Settings,
  ) {}

  @Interval(3_600_000)
  async sweep(): Promise<void> {
    if (!this.settings.roles.includes('worker')) return;
    const gone = await this.exchanges.sweep();
    if (gone > 0) this.log.log('old requests and answers are gone', { gone });
  }
}
