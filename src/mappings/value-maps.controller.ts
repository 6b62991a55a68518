import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  Put,
  Query,
  Render,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentUser, Roles } from '../accounts/access.js';
import type { User } from '../accounts/user.entity.js';
import { CurrentInstallation, ThroughInstallation } from '../installations/current-installation.js';
import type { Installation } from '../installations/installation.entity.js';
import { StillInstalled } from '../installations/still-installed.js';
import { Unmapped } from '../installations/unmapped.service.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { ValueMap } from '../sdk/index.js';
import { StuckRuns } from '../tasks/stuck-runs.js';
import { type Notice, notify } from '../web/notices.js';
import { readAnswers, wrongAnswers } from './value-map-form.js';
import { ROWS_A_PAGE, ValueMapPage } from './value-map-page.js';
import { ValueMaps } from './value-maps.service.js';

/** What a value of the store is called in the app. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/maps/:map')
export class ValueMapsController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly maps: ValueMaps,
    private readonly page: ValueMapPage,
    private readonly unmapped: Unmapped,
    private readonly stuck: StuckRuns,
  ) {}

  @Get()
  @Render('mappings/value-map')
  show(
    @CurrentInstallation() it: Installation,
    @Param('map') id: string,
    @Query('after') after: unknown,
    @Query('open') open: unknown,
  ) {
    return this.page.data(it, this.find(it, id), { after: textOf(after), openOnly: open !== undefined });
  }

  @Put()
  async update(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('map') id: string,
    @Body() body: Record<string, unknown>,
  ): Promise<void> {
    const map = this.find(it, id);
    const place = { after: textOf(body.after), openOnly: body.open === '1' };
    const pairs = await this.maps.pairs(it, map, { ...place, limit: ROWS_A_PAGE });
    const answers = readAnswers(body, pairs, map);
    const app = await this.page.choices(it, map);
    const usedBy = await this.maps.usedBy(
      it,
      map,
      answers.map(({ appValue }) => appValue),
    );
    const wrong = wrongAnswers(answers, {
      map,
      app,
      appName: this.plugins.get(it.plugin)!.manifest.name,
      usedBy,
      pairs,
    });
    if (wrong.size > 0) {
      const data = await this.page.data(it, map, place, { answers, wrong });
      return response.status(422).render('mappings/value-map', data);
    }
    await this.maps.save(it, map, pairs, answers, viewer.id);
    await this.stuck.retry(it.storeId, it.id);
    notify(request, await this.outcome(it, map, this.plugins.get(it.plugin)!.manifest.valueMaps));
    const after = place.after === undefined ? '' : `?after=${encodeURIComponent(place.after)}`;
    response.redirect(303, `/installations/${it.id}/maps/${map.id}${after}`);
  }

  /** What has come of it, and which map or page is next. */
  private async outcome(it: Installation, { id, confirm }: ValueMap, maps: ValueMap[]): Promise<Notice> {
    const counts = await this.unmapped.counts(it, maps);
    const mine = counts.find(({ map }) => map.id === id)!;
    const { total, unmapped } = mine;
    const open = counts.find((count) => count.open)?.map;
    const next = open
      ? { label: `Next: ${open.title}`, href: `/installations/${it.id}/maps/${open.id}` }
      : { label: 'Look and go live', href: `/installations/${it.id}/go-live` };
    if (unmapped > 0) {
      const ticks = confirm === undefined ? '' : ' A suggestion counts once it is ticked.';
      const text = `Saved. ${total - unmapped} of ${total} ${total - unmapped === 1 ? 'is' : 'are'} mapped.${ticks}`;
      return { text, next: mine.open || (it.state === 'live' && !open) ? undefined : next };
    }
    const all = total === 1 ? 'The only one is mapped' : total === 2 ? 'Both are mapped' : `All ${total} are mapped`;
    if (it.state !== 'live') return { text: `Saved. ${all}.`, next };
    const text = `Saved. ${all}; what waited for ${total === 1 ? 'it' : 'them'} goes out with the next run.`;
    return { text, next: open && next };
  }

  private find(it: Installation, id: string): ValueMap {
    const map = this.plugins.get(it.plugin)?.manifest.valueMaps.find((candidate) => candidate.id === id);
    if (!map) throw new NotFoundException();
    return map;
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
