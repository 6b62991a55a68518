import { Controller, Get, NotFoundException, Param, Render, UseGuards } from '@nestjs/common';
import { Roles } from '../../accounts/access.js';
import { Exchanges } from '../../connections/exchanges/exchanges.service.js';
import { appHeader } from '../../installations/app-header.js';
import { CurrentInstallation, ThroughInstallation } from '../../installations/current-installation.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { IdParam } from '../../web/id-param.js';
import { shownExchange } from './shown-exchange.js';

/** A request to an app and its answer. */
@Roles('merchant', 'staff', 'bookkeeper')
@UseGuards(ThroughInstallation)
@Controller('installations/:id/exchanges/:exchange')
export class ExchangesController {
  constructor(
    private readonly exchanges: Exchanges,
    private readonly plugins: PluginRegistry,
  ) {}

  @Get()
  @Render('transactions/exchange')
  async show(@CurrentInstallation() it: Installation, @Param('exchange', IdParam) id: number) {
    const header = appHeader(it, this.plugins.get(it.plugin)?.manifest, 'logs');
    return { title: 'Request and answer', header, exchange: await this.find(it, id, true) };
  }

  /** Without the page around it, for a line that is already open. */
  @Get('part')
  @Render('transactions/_exchange')
  async part(@CurrentInstallation() it: Installation, @Param('exchange', IdParam) id: number) {
    return { exchange: await this.find(it, id, false) };
  }

  private async find(it: Installation, id: number, whole: boolean) {
    const exchange = await this.exchanges.read(it.storeId, id);
    if (exchange?.installationId !== it.id) throw new NotFoundException();
    return shownExchange(exchange, whole);
  }
}
