import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { Installation } from '../installation.entity.js';
import { type MapCount, Unmapped } from '../unmapped.service.js';
import { Activation, NotReady } from './activation.service.js';
import { FirstImports } from './first-imports.service.js';
import { importsShown } from './imports-shown.js';
import type { OpenStep, SentStep } from './open-step.js';
import { PreFlight } from './pre-flight.service.js';
import { Returns } from './returns.js';
import { StepPages } from './step-pages.service.js';
import type { WizardStep } from './wizard.service.js';

/** The last step: what is still missing, then the first imports as they run, then what came in. */
@Injectable()
export class ActivatePage {
  constructor(
    private readonly pages: StepPages,
    private readonly preFlight: PreFlight,
    private readonly activation: Activation,
    private readonly firstImports: FirstImports,
    private readonly unmapped: Unmapped,
    private readonly plugins: PluginRegistry,
  ) {}

  async show({ request, response, it, step }: OpenStep): Promise<void> {
    response.render('installations/activate', await this.data(request, it, step));
  }

  async take({ request, response, it, step, viewer }: SentStep): Promise<void> {
    try {
      await this.activation.activate(it, viewer.id);
    } catch (error) {
      if (!(error instanceof NotReady)) throw error;
      const data = await this.data(request, it, step);
      response.status(422).render('installations/activate', { ...data, error: `Not yet: ${error.message}.` });
      return;
    }
    response.redirect(303, `/installations/${it.id}/steps/${step.number}`);
  }

  private async data(request: Request, it: Installation, step: WizardStep) {
    const around = await this.pages.around(it, step);
    if (it.state === 'installing') {
      const checks = await this.preFlight.list(it);
      return { ...around, checks, ready: checks.every(({ done }) => done) };
    }
    return { ...around, step: { title: 'First imports' }, activated: true, ...(await this.live(request, it, step)) };
  }

  private backTo(href: string | undefined) {
    const wanted = href && this.plugins.get(/^\/addons\/([\w-]+)$/.exec(href)?.[1] ?? '')?.manifest.name;
    return href && { href, label: wanted ? `Go on with ${wanted}` : 'Back to where you were' };
  }

  /** The part that changes while one looks. */
  async live(request: Request, it: Installation, { plugin }: WizardStep) {
    const imports = importsShown(await this.firstImports.progress(it));
    const maps = imports.running ? [] : await this.unmapped.counts(it, plugin.manifest.valueMaps);
    const open = maps.filter((map) => map.open);
    const linkOf = ({ map, unmapped }: MapCount) => ({
      title: map.title,
      unmapped,
      href: `/installations/${it.id}/maps/${map.id}`,
    });
    return {
      ...imports,
      liveUrl: `/installations/${it.id}/imports`,
      maps: open.map(linkOf),
      optionalMaps: maps.filter((map) => map.unmapped > 0 && !map.open).map(linkOf),
      nothingOpen: open.length === 0,
      setup: `/installations/${it.id}/setup`,
      goLive: it.state === 'importing' && open.length === 0 ? `/installations/${it.id}/go-live` : undefined,
      back: this.backTo(Returns.to(request, it.id)),
    };
  }
}
