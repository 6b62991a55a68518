import { setTimeout as sleep } from 'node:timers/promises';
import { Global, Injectable, Module } from '@nestjs/common';

/** The one place that reads the time, so that tests may move it. */
@Injectable()
export class Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number {
    return Date.now();
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await sleep(milliseconds, undefined, { signal });
  }
}

@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class ClockModule {}
