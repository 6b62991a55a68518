import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression, Interval } from '@nestjs/schedule';
import { Settings } from '../settings/settings.js';
import { WebhookEvents } from './webhook-events.js';

const log = new Logger('webhooks');

/** What workers do about notifications besides: take up what was left, forget what is old. */
@Injectable()
export class WebhookSweep {
  constructor(
    private readonly settings: Settings,
    private readonly events: WebhookEvents,
  ) {}

  @Interval(30_000)
  async handleLeft(): Promise<void> {
    await this.asWorker(() => this.events.handleLeft());
  }

  @Cron(CronExpression.EVERY_DAY_AT_3AM)
  async sweep(): Promise<void> {
    await this.asWorker(() => this.events.sweep());
  }

  private async asWorker(work: () => Promise<void>): Promise<void> {
    if (!this.settings.roles.includes('worker')) return;
    await work().catch((error: unknown) => log.error(error));
  }
}
