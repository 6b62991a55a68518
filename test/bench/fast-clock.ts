import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../src/clock/clock.js';

/** Time that passes so many times as fast; the same in every process that is told the same beginning. */
export class FastClock extends Clock {
  constructor(
    private readonly began: number,
    private readonly speed: number,
  ) {
    super();
  }

  override now(): number {
    return Math.floor(this.began + (Date.now() - this.began) * this.speed);
  }

  override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await sleep(milliseconds / this.speed, undefined, { signal });
  }
}
