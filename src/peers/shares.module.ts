import { Module } from '@nestjs/common';
import { OffersController } from './offers.controller.js';
import { ReadersOnHome } from './readers-on-home.js';
import { SharesController } from './shares.controller.js';
import { Shares } from './shares.service.js';

/** The pages on which merchants let one another read their stores. */
@Module({
  controllers: [SharesController, OffersController],
  providers: [ReadersOnHome, Shares],
})
export class SharesModule {}
