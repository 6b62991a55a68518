import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../clock/clock.js';
import type { RemoteTenant, TenantLimits } from './remote-tenant.js';
import type { Asking, Share, TenantShares } from './tenant-shares.js';

interface Waiter {
  /** Somebody sits in front of a page until it is through. */
  person: boolean;
  admit(leave: () => void): void;
  refuse(error: unknown): void;
}

/** How often a share is renewed while requests go through. */
const RENEW = 1000;
/** How often to look again for a slot that another process holds. */
const LOOK_AGAIN = 150;
/** After this long without a request the share is given back. */
const IDLE = 3000;
const CLOSING = 'The hub is shutting down.';
const NOTHING: Share = { slots: 0, target: 0, until: 0, pausedUntil: 0 };

/**
 * Lets this process's requests to one tenant through, within its share of what the app allows: those that a person waits for before
 * scheduled work, and else first come first served.
 */
export class Turnstile {
  private readonly queue: Waiter[] = [];
  private inside = 0;
  private share = NOTHING;
  private used = 0;
  private lastAt = 0;
  private sent = 0;
  private busyAt = 0;
  /** While a new share is being asked for, no more may be inside than were said to be. */
  private ceiling = Number.POSITIVE_INFINITY;
  private asked = { number: 0, wanted: 0, people: 0 };
  private pausedUntil = 0;
  private keeping?: Promise<void>;
  private wake = new AbortController();
  private closed = false;

  constructor(
    private readonly tenant: RemoteTenant,
    private readonly limits: TenantLimits,
    private readonly holder: string,
    private readonly shares: TenantShares,
    private readonly clock: Clock,
  ) {}

  /** Resolves when one request may be sent; call what it gives when the answer is there. */
  enter(signal: AbortSignal, person = false): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.closed) return reject(new Error(CLOSING));
      const giveUp = () => {
        this.queue.splice(this.queue.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        person,
        admit: (leave) => {
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        },
        refuse: (error) => {
          signal.removeEventListener('abort', giveUp);
          reject(error);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.splice(person ? this.people : this.queue.length, 0, waiter);
      this.proceed();
    });
  }

  /** The app asked to be left alone until then: nobody of this tenant sends before. */
  pause(until: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, until);
    this.askAgain();
  }

  /** Gives the share back. Requests still waiting are refused. */
  async close(): Promise<void> {
    this.closed = true;
    this.refuseAll(new Error(CLOSING));
    this.wake.abort();
    await this.keeping;
  }

  /** How many people wait: they stand in front. */
  private get people(): number {
    return this.queue.filter(({ person }) => person).length;
  }

  private proceed(): void {
    this.admit();
    if (this.queue.length > 0 && this.isWorthAsking()) this.askAgain();
  }

  /** Whether another share than the present one is to be had: else every waiting request would ask the database. */
  private isWorthAsking(): boolean {
    const { slots, until, grant } = this.share;
    const now = this.clock.now();
    if (!this.keeping || now >= until) return true;
    if (!this.hasRoom()) return slots < this.limits.concurrent && this.asked.wanted < this.limits.concurrent;
    // What was refused to scheduled work may be kept for people.
    if (this.people > this.asked.people && this.limits.perMinute) return true;
    return grant !== undefined && grant.nextAt <= now && (now >= grant.until || this.used >= grant.sends);
  }

  private admit(): void {
    while (this.queue.length > 0 && this.mayPass()) {
      this.inside++;
      this.used++;
      this.sent++;
      this.busyAt = performance.now();
      this.lastAt = this.clock.now();
      this.queue.shift()!.admit(this.leaveOnce());
    }
  }

  private mayPass(): boolean {
    const { until, grant } = this.share;
    const now = this.clock.now();
    if (this.closed || now >= until || now < this.pausedUntil || !this.hasRoom()) return false;
    return !this.limits.perMinute || (grant !== undefined && now < grant.until && this.used < grant.sends);
  }

  private hasRoom(): boolean {
    return this.inside < Math.min(this.share.slots, this.share.target, this.ceiling);
  }

  private leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.inside--;
      // Others wait for the slot that has just become free.
      if (this.share.slots > this.share.target) this.askAgain();
      this.proceed();
    };
  }

  private askAgain(): void {
    this.wake.abort();
    this.keeping ??= this.keep().finally(() => {
      this.keeping = undefined;
      if (this.queue.length > 0 && !this.closed) this.askAgain();
    });
  }

  /** Holds a share for as long as there is something to send, and a little longer. */
  private async keep(): Promise<void> {
    this.busyAt = performance.now();
    try {
      while (!this.closed && (this.inside + this.queue.length > 0 || performance.now() - this.busyAt < IDLE)) {
        this.wake = new AbortController();
        await this.ask();
        this.admit();
        // Real time: a share is held against other processes, and for them time passes whatever this one's clock says.
        await pause(this.pauseLength(), undefined, { signal: this.wake.signal }).catch(() => undefined);
      }
      await this.giveBack();
    } catch (error) {
      this.share = NOTHING;
      this.refuseAll(error);
    }
  }

  private async ask(): Promise<void> {
    const asking = this.asking();
    this.asked = { number: asking.number, wanted: asking.inside + asking.waiting, people: asking.people };
    this.ceiling = this.inside;
    this.freezeGrant();
    try {
      this.share = await this.shares.take(asking);
      this.sent -= asking.sent;
      this.pausedUntil = Math.max(this.pausedUntil, this.share.pausedUntil);
    } finally {
      this.ceiling = Number.POSITIVE_INFINITY;
    }
  }

  private async giveBack(): Promise<void> {
    const asking = this.asking();
    this.share = NOTHING;
    this.used = 0;
    await this.shares.leave(asking);
    this.sent -= asking.sent;
  }

  /** What is left of a grant goes back with the asking: nothing may be taken from it any more. */
  private freezeGrant(): void {
    this.share = { ...this.share, grant: undefined };
    this.used = 0;
  }

  private asking(): Asking {
    const { grant } = this.share;
    return {
      holder: this.holder,
      tenant: this.tenant,
      limits: this.limits,
      inside: this.inside,
      waiting: this.queue.length,
      people: this.people,
      sent: this.sent,
      number: this.asked.number + 1,
      spent: grant && grant.sends > 0 ? { number: grant.number, sends: this.used, lastAt: this.lastAt } : undefined,
      pausedUntil: this.pausedUntil || undefined,
    };
  }

  private pauseLength(): number {
    if (this.queue.length === 0) return RENEW;
    const now = this.clock.now();
    if (now < this.pausedUntil) return Math.min(this.pausedUntil - now, RENEW);
    const { slots, grant } = this.share;
    if (!this.hasRoom())
      return slots < Math.min(this.limits.concurrent, this.inside + this.queue.length) ? LOOK_AGAIN : RENEW;
    return grant ? Math.min(Math.max(grant.nextAt - now, 20), RENEW) : LOOK_AGAIN;
  }

  private refuseAll(error: unknown): void {
    for (const waiter of this.queue.splice(0)) waiter.refuse(error);
  }
}
