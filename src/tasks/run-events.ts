import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** Something happened to a run in this process. The row says what; other processes see it by looking. */
export interface RunEvent {
  what: 'queued' | 'cancel' | 'progress' | 'ended';
  runId: number;
}

@Injectable()
export class RunEvents extends Subject<RunEvent> {}
