import inkwell from '../../../../test/plugins/inkwell/plugin.js';
import { createSandbox, type InkwellSandbox } from '../../../../test/plugins/inkwell/sandbox/index.js';
import { HUB, OWN } from '../../../../test/plugins/inkwell/sandbox/registry.js';
import type { Clock } from '../../../clock/clock.js';
import { type ServedSandbox, serveSandbox } from '../../../sandboxes/sandbox-server.js';
import { manifestOf } from '../../../sdk/host/index.js';
import { Connections } from '../../connections.service.js';
import type { OpenDoor } from '../../outbound.js';
import { Hub, type HubOptions } from '../../test/hub.js';
import { type Grant, readTokens } from '../grant.js';

export const INKWELL = manifestOf(inkwell);

type Through = (
  request: Request,
  answer: (request: Request) => Promise<Response>,
) => Promise<Response | 'hang' | 'drop'>;

/** Inkwell's twin behind a socket, and what came in by it. `stop` it. */
export class Inkwell {
  /** `POST /token`, `GET /v1/items` … */
  readonly asked: string[] = [];
  /** The most token requests that were ever under way together. */
  peak = 0;
  /** Stands between the socket and the twin. */
  through: Through | undefined;

  private constructor(
    readonly twin: InkwellSandbox,
    private served: ServedSandbox,
  ) {}

  static async open(clock: Clock): Promise<Inkwell> {
    const twin = createSandbox({ now: () => clock.now() });
    let inside = 0;
    const served = await serveSandbox(twin, {
      through: async (request, answer) => {
        const { pathname } = new URL(request.url);
        app.asked.push(`${request.method} ${pathname}`);
        const isToken = pathname === '/token';
        app.peak = Math.max(app.peak, isToken ? ++inside : 0);
        try {
          return await (app.through ?? ((asked, go) => go(asked)))(request, answer);
        } finally {
          if (isToken) inside--;
        }
      },
    });
    const app = new Inkwell(twin, served);
    return app;
  }

  get settings(): NonNullable<HubOptions['settings']> {
    return {
      endpoints: INKWELL.hosts.map((host) => `${host}=${this.served.url}`),
      oauthClients: [`inkwell=${HUB.id}:${HUB.secret}`],
    };
  }

  /** What a person's consent would bring. */
  consent(now: number): Grant {
    const { held, registry } = this.twin;
    const code = registry.agree(
      'x',
      null,
      held.organisations.map(({ key }) => key),
    );
    const tokens = readTokens(JSON.stringify(registry.byCode(code, 'x', null)), now)!;
    return { way: 'consent', tokens, scopes: INKWELL.connection!.oauth!.scopes };
  }

  ownClient(now: number): Grant {
    const tokens = readTokens(JSON.stringify(this.twin.registry.byOwnClient()), now)!;
    return { way: 'own-client', tokens, scopes: [] };
  }

  /** Asks with a token, past every door. */
  async items(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}`, 'inkwell-organisation': 'org-fern' };
    const answer = await fetch(`${this.served.url}/v1/items`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  }

  forget(): void {
    this.asked.length = 0;
    this.peak = 0;
    this.through = undefined;
  }

  stop(): Promise<void> {
    return this.served.stop();
  }
}

export async function connect(hub: Hub, grant: Grant, key = 'org-fern'): Promise<number> {
  const credentials = grant.way === 'own-client' ? OWN : {};
  const tenant = { key, name: 'Fern & Fig Pty Ltd', data: { seat: 'seat-1' } };
  return (await hub.get(Connections).save(1, { plugin: INKWELL, credentials, tenant, grant })).id;
}

export function doorTo(hub: Hub, connectionId: number): OpenDoor {
  return hub.open(connectionId, { manifest: INKWELL });
}
