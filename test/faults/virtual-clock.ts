import { Clock } from '../../src/clock/clock.js';

/** Time that only passes when it is told to. */
export class VirtualClock extends Clock {
  private time = Date.parse('2026-11-22T00:00:00Z');

  override now(): number {
    return this.time;
  }

  override async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }

  /** Moves on to this instant; never back. */
  moveTo(time: number): void {
    this.time = Math.max(this.time, time);
  }
}
