import { Module } from '@nestjs/common';
import { LastSaid } from '../../mappings/last-said.js';
import { ExportCursors } from '../../transactions/export-cursors.js';
import { ShipmentStore } from '../../transactions/shipments.store.js';
import { TransactionsModule } from '../../transactions/transactions.module.js';
import { TasksEngineModule } from '../tasks-engine.module.js';
import { PreviewController } from './preview.controller.js';
import { PreviewCandidates } from './preview-candidates.js';
import { PreviewDocuments } from './preview-documents.js';
import { PreviewImports } from './preview-imports.js';
import { PreviewPage } from './preview-page.js';
import { PreviewQuestionController } from './preview-question.controller.js';
import { PreviewQuestion } from './preview-question.js';
import { PreviewQuestionNeeds } from './preview-question-needs.js';
import { PreviewStates } from './preview-states.js';
import { PreviewSubjects } from './preview-subject.js';

/** What tasks would do, shown without doing it. */
@Module({
  imports: [TasksEngineModule, TransactionsModule],
  controllers: [PreviewController, PreviewQuestionController],
  providers: [
    ExportCursors,
    LastSaid,
    PreviewCandidates,
    PreviewDocuments,
    PreviewImports,
    PreviewPage,
    PreviewQuestion,
    PreviewQuestionNeeds,
    PreviewStates,
    PreviewSubjects,
    ShipmentStore,
  ],
  exports: [PreviewCandidates, PreviewDocuments, PreviewStates, PreviewSubjects],
})
export class PreviewModule {}
