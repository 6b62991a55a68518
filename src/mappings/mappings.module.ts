import { Module } from '@nestjs/common';
import { PreviewModule } from '../tasks/preview.module.js';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { AppValues } from './app-values.js';
import { LastSaid } from './last-said.js';
import { MappingPage } from './mapping-page.js';
import { MappingsController } from './mappings.controller.js';
import { Masters } from './masters.service.js';
import { ValueMapPage } from './value-map-page.js';
import { ValueMapsController } from './value-maps.controller.js';
import { ValueMaps } from './value-maps.service.js';
import { WaitingRecords } from './waiting-records.js';

/** What is called what, and who decides it. */
@Module({
  imports: [TasksEngineModule, PreviewModule],
  controllers: [ValueMapsController, MappingsController],
  providers: [AppValues, LastSaid, MappingPage, Masters, ValueMapPage, ValueMaps, WaitingRecords],
})
export class MappingsModule {}
