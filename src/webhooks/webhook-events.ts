import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, isDuplicate } from '../database/database.js';
import { CannotStart, Runs } from '../tasks/runs.service.js';

/** A notification that has been verified and understood. */
export interface WebhookEvent {
  connectionId: number;
  webhook: string;
  eventId: string;
  /** The tasks it makes run sooner. */
  wakes: string[];
}

interface Owner {
  store_id: number;
  id: number;
}

const KEEP_DAYS = 31;
const AT_ONCE = 1000;
/** Long enough that nobody is still at it. */
const LEFT_AFTER = 60_000;

/** Notifications of apps: each is stored once, then makes the pulls it is about happen sooner. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly runs: Runs,
  ) {}

  /** False when this event had come before. */
  async store({ connectionId, webhook, eventId, wakes }: WebhookEvent, body: string): Promise<boolean> {
    try {
      await this.database.run(
        'insert into webhook_events (connection_id, webhook, event_id, received_at, body, wakes) values (?)',
        [[connectionId, webhook, eventId, this.clock.date(), body, JSON.stringify(wakes)]],
      );
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Starts the tasks that an event is about, on every installation that shares the connection. */
  async handle({ connectionId, webhook, eventId, wakes }: WebhookEvent): Promise<void> {
    const problems: string[] = [];
    for (const { store_id, id } of await this.owners(connectionId)) {
      for (const task of wakes) {
        try {
          await this.runs.start(store_id, id, task, 'webhook');
        } catch (error) {
          // Paused, or not set up yet: once it goes on, its own schedule finds what changed.
          if (!(error instanceof CannotStart)) throw error;
          problems.push(error.message);
        }
      }
    }
    await this.database.run(
      'update webhook_events set handled_at = ?, problem = ? where connection_id = ? and webhook = ? and event_id = ?',
      [this.clock.date(), problems.join(' ').slice(0, 1000) || null, connectionId, webhook, eventId],
    );
  }

  /** Takes up what a process that died had stored and not got to. */
  async handleLeft(): Promise<void> {
    const left = await this.database.query<WebhookEvent>(
      `select connection_id connectionId, webhook, event_id eventId, wakes from webhook_events
       where handled_at is null and received_at < ? order by received_at limit ?`,
      [new Date(this.clock.now() - LEFT_AFTER), AT_ONCE],
    );
    for (const event of left) await this.handle(event);
  }

  /** Forgets old events, a bounded number at a time. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now() - KEEP_DAYS * 86_400_000);
    let gone = AT_ONCE;
    while (gone === AT_ONCE) {
      gone = await this.database.run('delete from webhook_events where received_at < ? limit ?', [before, AT_ONCE]);
    }
  }

  private owners(connectionId: number): Promise<Owner[]> {
    return this.database.query<Owner>(
      "select store_id, id from installations where connection_id = ? and state in ('importing', 'live')",
      [connectionId],
    );
  }
}
