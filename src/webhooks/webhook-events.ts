import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { CannotStart, Runs } from '../tasks/runs.service.js';

/** One event of a notification that has been verified and understood. */
export interface WebhookEvent {
  connectionId: number;
  webhook: string;
  eventId: string;
  /** The tasks it makes run sooner. */
  wakes: string[];
}

/** Where events of one kind arrive. */
type Inbox = Pick<WebhookEvent, 'connectionId' | 'webhook'>;

interface Owner {
  store_id: number;
  id: number;
}

const KEEP_DAYS = 31;
const AT_ONCE = 1000;
/** Long enough that nobody is still at it. */
const LEFT_AFTER = 60_000;

/** Notifications of apps: each event is stored once, then makes the pulls it is about happen sooner. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly runs: Runs,
  ) {}

  /** Many in one statement. Answers where something has arrived that had not come before. */
  async store(events: WebhookEvent[], body: string): Promise<Inbox[]> {
    const inboxes = new Map<string, Inbox>();
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const some = events.slice(from, from + AT_ONCE);
      const rows = some.map(({ connectionId, webhook, eventId, wakes }) => [
        connectionId,
        webhook,
        eventId,
        this.clock.date(),
        body,
        JSON.stringify(wakes),
      ]);
      const added = await this.database.run(
        'insert ignore into webhook_events (connection_id, webhook, event_id, received_at, body, wakes) values ?',
        [rows],
      );
      if (added === 0) continue;
      for (const { connectionId, webhook } of some) {
        inboxes.set(`${connectionId} ${webhook}`, { connectionId, webhook });
      }
    }
    return [...inboxes.values()];
  }

  /** Starts the tasks that new events are about, each once however many there are, wherever the connection is used. */
  async handle({ connectionId, webhook }: Inbox): Promise<void> {
    const events = await this.database.query<{ event_id: string; wakes: string[] }>(
      'select event_id, wakes from webhook_events where connection_id = ? and webhook = ? and handled_at is null',
      [connectionId, webhook],
    );
    const problems = await this.wake(connectionId, new Set(events.flatMap(({ wakes }) => wakes)));
    // Only those: what has arrived meanwhile is handled by whoever stored it.
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const some = events.slice(from, from + AT_ONCE).map(({ event_id }) => event_id);
      await this.database.run(
        'update webhook_events set handled_at = ?, problem = ? where connection_id = ? and webhook = ? and event_id in (?)',
        [this.clock.date(), problems.join(' ').slice(0, 1000) || null, connectionId, webhook, some],
      );
    }
  }

  /** Takes up what a process that died had stored and not got to. */
  async handleLeft(): Promise<void> {
    const left = await this.database.query<Inbox>(
      `select distinct connection_id connectionId, webhook from webhook_events
       where handled_at is null and received_at < ? limit ?`,
      [new Date(this.clock.now() - LEFT_AFTER), AT_ONCE],
    );
    for (const inbox of left) await this.handle(inbox);
  }

  /** Whom events are about: every connection to one of these tenants, by the tenant's key. Others are none of ours. */
  async connectionsTo(plugin: string, tenants: string[]): Promise<Map<string, number[]>> {
    const found = new Map<string, number[]>();
    if (tenants.length === 0) return found;
    const rows = await this.database.query<{ id: number; tenant_key: string }>(
      'select id, tenant_key from connections where plugin = ? and tenant_key in (?)',
      [plugin, tenants],
    );
    for (const { id, tenant_key } of rows) found.set(tenant_key, [...(found.get(tenant_key) ?? []), id]);
    return found;
  }

  /** Forgets old events, a bounded number at a time. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now() - KEEP_DAYS * 86_400_000);
    let gone = AT_ONCE;
    while (gone === AT_ONCE) {
      gone = await this.database.run('delete from webhook_events where received_at < ? limit ?', [before, AT_ONCE]);
    }
  }

  private async wake(connectionId: number, tasks: Set<string>): Promise<string[]> {
    const problems: string[] = [];
    for (const { store_id, id } of await this.owners(connectionId)) {
      for (const task of tasks) {
        try {
          await this.runs.start(store_id, id, task, 'webhook');
        } catch (error) {
          // Paused, or not set up yet: once it goes on, its own schedule finds what changed.
          if (!(error instanceof CannotStart)) throw error;
          problems.push(error.message);
        }
      }
    }
    return problems;
  }

  private owners(connectionId: number): Promise<Owner[]> {
    return this.database.query<Owner>(
      "select store_id, id from installations where connection_id = ? and state in ('importing', 'live')",
      [connectionId],
    );
  }
}
