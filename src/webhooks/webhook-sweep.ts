import { Injectable } from '@nestjs/common';
import { Cron, CronExpression, Interval } from '@nestjs/schedule';
import { Chores } from '../settings/chores.js';
import { WebhookEvents } from './webhook-events.js';

/** What workers do about notifications besides: take up what was left, forget what is old. */
@Injectable()
export class WebhookSweep {
  constructor(
    private readonly chores: Chores,
    private readonly events: WebhookEvents,
  ) {}

  @Interval(30_000)
  handleLeft(): Promise<void> {
    return this.chores.do('take up notifications that were left', () => this.events.handleLeft());
  }

  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  sweep(): Promise<void> {
    return this.chores.do('forget old notifications', () => this.events.sweep());
  }
}
