import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillHub } from '../../src/cli/demo/fill.js';
import type { SignIn } from '../../src/cli/demo/sign-ins.js';
import { clientOf, openTwins, type Shop, type Twin } from '../../src/cli/demo/twins.js';
import { type Hub, PASSWORD, startHub } from './hub.js';

export const MIA: SignIn = { role: 'merchant', name: 'Mia Fern', email: 'mia@fernandfig.example', password: PASSWORD };

/** The demo as a newcomer finds it: a hub with a shop in it, and the twins of all apps. */
export class TwinHub {
  private constructor(
    readonly hub: Hub,
    readonly twins: Twin[],
    private readonly dataDir: string,
  ) {}

  static async open(shops: readonly Shop[] = [], people: SignIn[] = [MIA]): Promise<TwinHub> {
    const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-twins-'));
    const twins = await openTwins({ dataDir, pluginPaths: [] }, shops);
    const hub = await startHub({
      DATA_DIR: dataDir,
      ENDPOINTS: twins.flatMap(({ endpoints }) => endpoints).join(','),
      OAUTH_CLIENTS: twins.flatMap(clientOf).join(','),
    });
    await fillHub(hub.app, people, twins);
    return new TwinHub(hub, twins, dataDir);
  }

  twin<T>(plugin: string): T {
    return this.twins.find(({ manifest }) => manifest.id === plugin)!.sandbox as unknown as T;
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await Promise.all(this.twins.map((twin) => twin.stop()));
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
