import { Controller, Get, NotFoundException, Param, Query, Render, UseGuards } from '@nestjs/common';
import { CurrentUser, Roles } from '../../accounts/access.js';
import type { User } from '../../accounts/user.entity.js';
import { IdParam } from '../../web/id-param.js';
import { appHeader } from '../app-header.js';
import { CurrentInstallation, ThroughInstallation } from '../current-installation.js';
import type { Installation } from '../installation.entity.js';
import { StillInstalled } from '../still-installed.js';
import { AdvancedAccess } from './access.service.js';
import { numberIn } from './advanced-form.service.js';
import { ConfigurablePlugins } from './configurable-plugins.js';
import { Configuration } from './configuration.service.js';
import { shownDifferences } from './in-words.js';
import { DEFAULTS, differences } from './snapshot.js';
import { Versions } from './versions.service.js';

const PAGE = 25;
const CHANGES_SHOWN = 6;

/** What an advanced configuration was like before, and what changed from one version to another. */
@Roles('merchant', 'staff')
@UseGuards(ThroughInstallation, StillInstalled)
@Controller('installations/:id/advanced/versions')
export class VersionsController {
  constructor(
    private readonly plugins: ConfigurablePlugins,
    private readonly versions: Versions,
    private readonly configuration: Configuration,
    private readonly access: AdvancedAccess,
  ) {}

  @Get()
  @Render('installations/advanced-versions')
  async index(
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Query('before') before: unknown,
    @Query('compare') compare: unknown,
    @Query('with') other: unknown,
  ) {
    const { manifest } = this.plugins.of(it);
    const found = await this.versions.list(it, PAGE + 1, numberIn(before));
    const list = found.slice(0, PAGE);
    const { number } = await this.configuration.current(it);
    const address = `/installations/${it.id}/advanced`;
    const [one, two] = [numberIn(compare), numberIn(other)];
    return {
      ...this.around(it),
      editable: this.access.reach(it, viewer, number) === 'editable',
      versions: list.map((version, at) => {
        const changes = shownDifferences(differences(found[at + 1] ?? DEFAULTS, version), manifest);
        return {
          ...version,
          current: version.number === number,
          first: version.number === 1,
          changes: changes.slice(0, CHANGES_SHOWN),
          others: Math.max(0, changes.length - CHANGES_SHOWN),
          href: `${address}/versions/${version.number}`,
          goBack: `${address}?from=${version.number}`,
          fromDefaults: version.from === 0,
          left: version.number === (one ?? list[1]?.number),
          right: version.number === (two ?? list[0]?.number),
        };
      }),
      several: number > 1,
      comparison: one === undefined || two === undefined ? undefined : await this.comparison(it, one, two),
      defaults: `${address}?from=0`,
      older: found.length > PAGE ? `${address}/versions?before=${list.at(-1)!.number}` : undefined,
      newest: before === undefined ? undefined : `${address}/versions`,
    };
  }

  /** One version, beside the one before it. */
  @Get(':version')
  @Render('installations/advanced-version')
  async show(
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Param('version', IdParam) number: number,
  ) {
    const { manifest } = this.plugins.of(it);
    const [version, before, current] = await Promise.all([
      this.versions.one(it, number),
      this.versions.one(it, number - 1),
      this.configuration.current(it),
    ]);
    if (!version) throw new NotFoundException();
    return {
      ...this.around(it),
      version: { ...version, first: number === 1, fromDefaults: version.from === 0 },
      changes: shownDifferences(differences(before ?? DEFAULTS, version), manifest),
      own: shownDifferences(differences(DEFAULTS, version), manifest),
      current: number === current.number,
      editable: this.access.reach(it, viewer, current.number) === 'editable' && number !== current.number,
      goBack: `/installations/${it.id}/advanced?from=${number}`,
    };
  }

  private async comparison(it: Installation, one: number, two: number) {
    const [from, to] = [Math.min(one, two), Math.max(one, two)];
    const [older, newer] = await Promise.all([this.configuration.at(it, from), this.configuration.at(it, to)]);
    if (!older || !newer) throw new NotFoundException();
    return { from, to, changes: shownDifferences(differences(older, newer), this.plugins.of(it).manifest) };
  }

  private around(it: Installation) {
    const { manifest } = this.plugins.of(it);
    return {
      title: `Versions · ${it.name}`,
      header: appHeader(it, manifest, 'setup'),
      back: `/installations/${it.id}/advanced`,
      action: `/installations/${it.id}/advanced/versions`,
    };
  }
}
