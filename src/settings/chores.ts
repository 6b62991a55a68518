import { Injectable, Logger } from '@nestjs/common';
import { Settings } from './settings.js';

/** What a worker does again and again by the clock: not once more while it is still at it, and what fails comes round again. */
@Injectable()
export class Chores {
  private readonly log = new Logger('chores');
  private readonly going = new Map<string, Promise<void>>();

  constructor(private readonly settings: Settings) {}

  /** `what` is its name, and what could not be done where it fails: “queue what is due”. */
  async do(what: string, work: () => Promise<unknown>): Promise<void> {
    if (this.going.has(what) || !this.settings.roles.includes('worker')) return;
    const doing = this.tell(what, work).finally(() => this.going.delete(what));
    this.going.set(what, doing);
    await doing;
  }

  /** Until it is through with what it is at, if it is. */
  async rest(what: string): Promise<void> {
    await this.going.get(what);
  }

  private async tell(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.error(`Could not ${what}; it is tried again at its next time`, error);
    }
  }
}
