import { Global, Module } from '@nestjs/common';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { ImportWork } from './import-work.js';
import { MissingQuestions } from './missing-questions.service.js';
import { Records } from './records.service.js';

@Global()
@Module({
  imports: [TasksEngineModule],
  providers: [Records, MissingQuestions, ImportWork],
  exports: [Records, MissingQuestions],
})
export class RecordsModule {}
