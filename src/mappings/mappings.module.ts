import { Module, type OnModuleInit } from '@nestjs/common';
import { AdvancedModule } from '../installations/advanced/advanced.module.js';
import { PreviewModule } from '../tasks/preview/preview.module.js';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { Frame } from '../web/frame.js';
import { AllInstallations } from './all-installations.js';
import { AppValues } from './app-values.js';
import { LastSaid } from './last-said.js';
import { MappingPage } from './mapping-page.js';
import { MappingsController } from './mappings.controller.js';
import { StaffInstallationsController } from './staff-installations.controller.js';
import { ValueMapPage } from './value-map-page.js';
import { ValueMapsController } from './value-maps.controller.js';
import { ValueMaps } from './value-maps.service.js';
import { WaitingRecords } from './waiting-records.js';

/** What is called what, and who decides it. */
@Module({
  imports: [AdvancedModule, TasksEngineModule, PreviewModule],
  controllers: [ValueMapsController, MappingsController, StaffInstallationsController],
  providers: [AllInstallations, AppValues, LastSaid, MappingPage, ValueMapPage, ValueMaps, WaitingRecords],
})
export class MappingsModule implements OnModuleInit {
  constructor(private readonly frame: Frame) {}

  onModuleInit(): void {
    this.frame.contribute({
      nav: ({ role }) =>
        role === 'staff' ? [{ label: 'Installations', href: '/staff/installations', icon: 'plug', order: 20 }] : [],
    });
  }
}
