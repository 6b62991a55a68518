import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { Trail } from '../trail.service.js';
import { FirstImports } from './first-imports.service.js';
import { PreFlight } from './pre-flight.service.js';

/** Something in the pre-flight list is still open. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** The end of the wizard: imports begin. Nothing is written to the app or the shop before the merchant goes live. */
@Injectable()
export class Activation {
  constructor(
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    private readonly preFlight: PreFlight,
    private readonly firstImports: FirstImports,
    private readonly life: InstallationLife,
    private readonly plugins: PluginRegistry,
    private readonly trail: Trail,
  ) {}

  /** Throws `NotReady`. Done twice, it does no more than once. */
  async activate(installation: Installation, userId?: number): Promise<Installation> {
    const open = (await this.preFlight.list(installation)).filter(({ done }) => !done);
    if (open.length > 0) throw new NotReady(open.map(({ title }) => title).join(', '));
    const { storeId, id } = installation;
    const activated = { ...installation, state: 'importing' as const };
    await this.trail.together(async () => {
      const { affected } = await this.installations.update(
        { storeId, id, state: 'installing' },
        { state: 'importing', draft: null },
      );
      if (affected) await this.trail.note(installation, { action: 'activated' }, userId);
    });
    await this.firstImports.atActivation(activated);
    // The store's own platform has nothing to hold back: what the hub holds is what the shop said. Other addons hold it back.
    return this.isPlatform(activated) ? this.life.goLive(activated, userId) : activated;
  }

  private isPlatform({ plugin, state }: Installation): boolean {
    return state === 'importing' && this.plugins.get(plugin)?.manifest.platform === true;
  }
}
