import type { Manifest } from '../../src/sdk/host/index.js';
import type { HttpRequest, Sandbox } from '../../src/sdk/index.js';
import { signedRequest } from '../../src/sdk/runtime/request.js';
import { TwinTokens } from '../../src/sdk/testing/twin-tokens.js';

/** How requests are let in, and what may become of that. */
export interface Entry {
  /** A request as it leaves, as often as it is needed. */
  written(request: HttpRequest): Promise<() => Request>;
  /** After a 401: whether there is anything to renew. Throws `Reconnect` when only a person can help. */
  renew(): Promise<boolean>;
  /** A person connects again what was lost. */
  mend(): void;
  upsets: { what: string; happen(): void }[];
}

/** A twin whose tokens and consents may end. */
interface Consented extends Sandbox {
  expireAccessTokens(): void;
  revoke(): void;
  disconnect(tenantId?: string): void;
  organisations(): { id: string }[];
}

export function entryTo(sandbox: Sandbox, manifest: Manifest): Entry {
  return manifest.connection?.oauth ? new Consent(sandbox as Consented, manifest) : keysFor(sandbox, manifest);
}

function keysFor(sandbox: Sandbox, manifest: Manifest): Entry {
  return {
    written: async (request) => asOften(signedRequest(manifest, sandbox.credentials, request)),
    renew: async () => false,
    mend: () => undefined,
    upsets: [],
  };
}

/** Tokens as the host keeps them: renewed once after a 401, and by a person when even that is of no use. */
class Consent implements Entry {
  private tokens: TwinTokens;
  private lost = false;
  readonly upsets;

  constructor(
    private readonly sandbox: Consented,
    private readonly manifest: Manifest,
  ) {
    this.tokens = this.agreed();
    const ends = (end: () => void) => () => {
      end();
      this.lost = true;
    };
    this.upsets = [
      { what: 'access tokens expire', happen: () => sandbox.expireAccessTokens() },
      { what: 'the consent is revoked', happen: ends(() => sandbox.revoke()) },
      { what: 'the organisation is disconnected', happen: ends(() => sandbox.disconnect()) },
    ];
  }

  async written(request: HttpRequest): Promise<() => Request> {
    const signed = signedRequest(this.manifest, { tenant: this.sandbox.organisations()[0]!.id }, request);
    signed.headers.authorization = `Bearer ${await this.tokens.access()}`;
    return asOften(signed);
  }

  async renew(): Promise<boolean> {
    await this.tokens.refresh();
    return true;
  }

  mend(): void {
    if (this.lost) this.tokens = this.agreed();
    this.lost = false;
  }

  private agreed(): TwinTokens {
    return new TwinTokens(this.manifest, this.sandbox, undefined);
  }
}

const asOften =
  ({ method, url, headers, body }: ReturnType<typeof signedRequest>) =>
  () =>
    new Request(url, { method, headers, body });
