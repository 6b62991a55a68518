import { Module } from '@nestjs/common';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { Adoption } from './adoption.js';
import { AppsOwn } from './apps-own.js';
import { Batches } from './batches.js';
import { Builder } from './builder.js';
import { ChangeQuestions } from './change-questions.js';
import { DocumentWork } from './document-work.js';
import { EarlierDocuments } from './earlier/earlier-documents.js';
import { Matching } from './earlier/matching.js';
import { SweepWork } from './earlier/sweep-work.js';
import { TakeOver } from './earlier/take-over.js';
import { ExportActions } from './export-actions.js';
import { ExportCursors } from './export-cursors.js';
import { ExportDoors } from './export-doors.js';
import { ExportLog } from './export-log.js';
import { Intake } from './intake.js';
import { Leftovers } from './leftovers.js';
import { Making } from './making.js';
import { OfferedDays } from './offered-days.js';
import { OutboxStore } from './outbox.store.js';
import { OwedRecords } from './owed.js';
import { Packing } from './packing.js';
import { ParentWaits } from './parents/parent-waits.store.js';
import { Parents } from './parents/parents.js';
import { RefusedRecords } from './refused-records.js';
import { ShipmentStore } from './shipments.store.js';
import { Sieve } from './sieve.js';
import { StateStore } from './state.store.js';
import { StateSender } from './state-sender.js';
import { StateWork } from './state-work.js';
import { Trials } from './trials.js';
import { WriteAhead } from './write-ahead.js';

@Module({
  imports: [TasksEngineModule],
  providers: [
    Adoption,
    AppsOwn,
    DocumentWork,
    StateWork,
    ExportDoors,
    Intake,
    Leftovers,
    Batches,
    Builder,
    WriteAhead,
    StateSender,
    Making,
    OutboxStore,
    OwedRecords,
    Packing,
    Parents,
    ParentWaits,
    RefusedRecords,
    ShipmentStore,
    Sieve,
    StateStore,
    Trials,
    ExportActions,
    OfferedDays,
    ExportLog,
    ExportCursors,
    ChangeQuestions,
    EarlierDocuments,
    Matching,
    SweepWork,
    TakeOver,
  ],
  exports: [
    Adoption,
    AppsOwn,
    ChangeQuestions,
    EarlierDocuments,
    ExportActions,
    Making,
    OfferedDays,
    ShipmentStore,
    TakeOver,
  ],
})
export class TransactionsModule {}
