import { Module } from '@nestjs/common';
import { PreviewModule } from '../../tasks/preview/preview.module.js';
import { TasksEngineModule } from '../../tasks/tasks-engine.module.js';
import { TransactionsModule } from '../../transactions/transactions.module.js';
import { EarlierController } from './earlier.controller.js';
import { EarlierShown } from './earlier-shown.js';
import { GoLiveController } from './go-live.controller.js';
import { GoLiveChecks } from './go-live-checks.js';
import { GoLiveNeeds } from './go-live-needs.js';
import { GoLivePage } from './go-live-page.js';
import { TrialsController } from './trials.controller.js';

/** The step from bringing in to sending out. */
@Module({
  imports: [TasksEngineModule, PreviewModule, TransactionsModule],
  controllers: [GoLiveController, EarlierController, TrialsController],
  providers: [EarlierShown, GoLiveChecks, GoLiveNeeds, GoLivePage],
})
export class GoLiveModule {}
