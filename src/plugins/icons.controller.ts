import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { PluginRegistry } from './plugin-registry.js';

@Controller('plugins/:id/icon.svg')
export class IconsController {
  constructor(private readonly plugins: PluginRegistry) {}

  @Get()
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'private, max-age=3600')
  // Opened by itself, a drawing is a page of ours: nothing in it may run or load.
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  show(@Param('id') id: string): string {
    const plugin = this.plugins.get(id);
    if (!plugin) throw new NotFoundException();
    return plugin.icon;
  }
}
