import { Global, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ErrorsFilter } from './errors.filter.js';
import { WrongFields } from './form-errors.js';
import { Frame } from './frame.js';
import { HealthController } from './health.controller.js';
import { HomeController } from './home.controller.js';
import { Home } from './home.js';
import { Pipeline } from './pipeline.js';
import { Sessions } from './sessions.js';
import { ThemesController } from './themes.controller.js';

const validation = () =>
  new ValidationPipe({ whitelist: true, transform: true, exceptionFactory: (errors) => new WrongFields(errors) });

@Global()
@Module({
  imports: [AccountsModule],
  controllers: [HealthController, HomeController, ThemesController],
  providers: [
    Frame,
    Home,
    Pipeline,
    Sessions,
    { provide: APP_FILTER, useClass: ErrorsFilter },
    { provide: APP_PIPE, useFactory: validation },
  ],
  exports: [Frame, Home],
})
export class WebModule {}
