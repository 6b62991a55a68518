import { Module } from '@nestjs/common';
import { AppValues } from './app-values.js';
import { ValueMapPage } from './value-map-page.js';
import { ValueMapsController } from './value-maps.controller.js';
import { ValueMaps } from './value-maps.service.js';
import { WaitingRecords } from './waiting-records.js';

/** What is called what, and who decides it. */
@Module({
  controllers: [ValueMapsController],
  providers: [AppValues, ValueMapPage, ValueMaps, WaitingRecords],
})
export class MappingsModule {}
