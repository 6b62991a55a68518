import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { afterAct } from '../database/act.js';

/** Something happened to a run in this process. The row says what; other processes see it by looking. */
export interface RunEvent {
  what: 'queued' | 'cancel' | 'hold' | 'progress' | 'ended';
  runId: number;
}

@Injectable()
export class RunEvents extends Subject<RunEvent> {
  /** A run that is part of an act is there for others when that is done. */
  override next(event: RunEvent): void {
    afterAct(() => super.next(event));
  }
}
