import { Clock } from '../clock.js';

/** Stands still until it is moved. */
export class StillClock extends Clock {
  private at = Date.UTC(2026, 10, 22);

  override now(): number {
    return this.at;
  }

  set(at: string): void {
    this.at = Date.parse(at);
  }

  pass(seconds: number): void {
    this.at += seconds * 1000;
  }
}
