import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Chores } from '../../settings/chores.js';
import { Exchanges } from './exchanges.service.js';

/** Forgets old requests and answers, once an hour where records are moved. */
@Injectable()
export class ExchangeSweep {
  private readonly log = new Logger('connections');

  constructor(
    private readonly exchanges: Exchanges,
    private readonly chores: Chores,
  ) {}

  @Interval(3_600_000)
  everyHour(): Promise<void> {
    return this.chores.do('forget old requests and answers', async () => {
      const gone = await this.exchanges.sweep();
      if (gone > 0) this.log.log('old requests and answers are gone', { gone });
    });
  }
}
