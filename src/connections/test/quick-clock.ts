import { Clock } from '../../clock/clock.js';

/** Real time, except that sleeping takes none: the clock moves on instead. */
export class QuickClock extends Clock {
  readonly slept: number[] = [];
  private ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }

  override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    this.pass(milliseconds);
  }

  pass(milliseconds: number): void {
    this.ahead += milliseconds;
  }
}
