import { Module } from '@nestjs/common';
import { LettersModule } from '../letters/letters.module.js';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { TransactionsModule } from '../transactions/transactions.module.js';
import { ComparisonModule } from './comparison.module.js';
import { Namesakes } from './namesakes.js';
import { Neighbours } from './neighbours.js';
import { OurSide } from './our-side.js';
import { Course } from './pages/course.service.js';
import { DifferenceActs } from './pages/difference-acts.service.js';
import { Differences } from './pages/differences.service.js';
import { Everything } from './pages/everything.service.js';
import { HistoryPage } from './pages/history-page.service.js';
import { ReportController } from './pages/report.controller.js';
import { ReportFile } from './pages/report-file.service.js';
import { ReportInFrame } from './pages/report-in-frame.js';
import { ReportPage } from './pages/report-page.service.js';
import { SettingsController } from './pages/settings.controller.js';
import { Statements } from './pages/statements.service.js';
import { Prefixes } from './prefixes.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import { ReportNews } from './report-news.js';
import { ReportSweep } from './report-sweep.js';
import { Reports } from './reports.js';
import { ScheduledReports } from './scheduled-reports.js';
import { SinceLast } from './since-last.js';
import { StatementWork } from './statement-work.js';
import { Strays } from './strays.js';

/** What the apps say they hold, compared with the store. */
@Module({
  imports: [LettersModule, TasksEngineModule, TransactionsModule, ComparisonModule],
  controllers: [ReportController, SettingsController],
  providers: [
    Course,
    DifferenceActs,
    Differences,
    Everything,
    HistoryPage,
    Namesakes,
    Neighbours,
    OurSide,
    Prefixes,
    ReconciliationSettings,
    ReportFile,
    ReportInFrame,
    ReportNews,
    ReportPage,
    ReportSweep,
    ScheduledReports,
    Reports,
    SinceLast,
    Statements,
    StatementWork,
    Strays,
  ],
})
export class ReconciliationModule {}
