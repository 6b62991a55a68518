import { Injectable } from '@nestjs/common';

const SECOND = 1000;

/** How patient the workers are, in real milliseconds. Tests shorten it. */
@Injectable()
export class Pace {
  /** How long a run belongs to a worker that says nothing. */
  readonly lease: number = 30 * SECOND;
  /** How often a worker says that it is still there. */
  readonly renewal: number = 10 * SECOND;
  /** How often a worker looks for what other processes put in the queue or want cancelled. */
  readonly look: number = 400;
  /** How long a run may take to stop when the process ends, before it is taken from it. */
  readonly farewell: number = 10 * SECOND;
}
