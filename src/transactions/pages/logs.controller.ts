import { Controller, Get, Redirect, UseGuards } from '@nestjs/common';
import { Roles } from '../../accounts/access.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';

/** Where an app's tab leads: to the log that it writes. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation)
@Controller('installations/:id/logs')
export class LogsController {
  constructor(private readonly plugins: PluginRegistry) {}

  @Get()
  @Redirect('', 303)
  index(@CurrentInstallation() it: Installation) {
    const exporting = this.plugins.get(it.plugin)?.manifest.tasks.some(({ direction }) => direction === 'out');
    return { url: `/installations/${it.id}/logs/${exporting === false ? 'imports' : 'exports'}` };
  }
}
