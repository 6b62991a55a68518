import { Module } from '@nestjs/common';
import { Pace } from './pace.js';
import { Readiness } from './readiness.js';
import { RunDesk } from './run-desk.js';
import { RunEndings } from './run-endings.js';
import { RunEvents } from './run-events.js';
import { DatabaseRunQueue, RunQueue } from './run-queue.js';
import { RunSweep } from './run-sweep.js';
import { RunWorks } from './run-works.js';
import { Runs } from './runs.service.js';
import { Schedules } from './schedules.service.js';
import { Slots } from './slots.js';
import { StuckRuns } from './stuck-runs.js';
import { Tick } from './tick.js';
import { Watermarks } from './watermarks.js';
import { Worker } from './worker.js';

/** Schedules, runs and the queue, without their pages. */
@Module({
  providers: [
    { provide: RunQueue, useClass: DatabaseRunQueue },
    Pace,
    Readiness,
    RunDesk,
    RunEndings,
    RunEvents,
    RunSweep,
    RunWorks,
    Runs,
    Schedules,
    Slots,
    StuckRuns,
    Tick,
    Watermarks,
    Worker,
  ],
  exports: [Readiness, RunDesk, RunEvents, RunQueue, RunWorks, Runs, Schedules, Slots, StuckRuns, Tick],
})
export class TasksEngineModule {}
