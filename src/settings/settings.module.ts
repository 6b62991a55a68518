import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Chores } from './chores.js';
import { Settings } from './settings.js';

@Global()
@Module({})
export class SettingsModule {
  static with(settings: Settings): DynamicModule {
    const providers = [{ provide: Settings, useValue: settings }, Chores];
    return { module: SettingsModule, providers, exports: [Settings, Chores] };
  }
}
