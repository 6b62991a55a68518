import { Module } from '@nestjs/common';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { ComparisonModule } from './comparison.module.js';
import { OurSide } from './our-side.js';
import { Prefixes } from './prefixes.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import { Reports } from './reports.js';
import { StatementWork } from './statement-work.js';
import { Strays } from './strays.js';

/** What the apps say they hold, compared with the store. */
@Module({
  imports: [TasksEngineModule, ComparisonModule],
  providers: [OurSide, Prefixes, ReconciliationSettings, Reports, StatementWork, Strays],
})
export class ReconciliationModule {}
