import type { Plugin, Sandbox } from '../../sdk/index.js';
import { type PlainRequest, type PlainResponse, plainRequest, plainResponse, requestOf } from './plain-http.js';

/** What can cross of `SandboxOptions`; the clock comes along with each request. */
export interface PlainSandboxOptions {
  state?: unknown;
  products?: number;
  sales?: number;
  now?: number;
  notifies: boolean;
}

/** What the host keeps of a sandbox in another process, renewed with each answer. */
export interface SandboxView {
  credentials: Record<string, string>;
  oauthClient?: { id: string; secret: string };
  /** It can agree as a person would. */
  agrees: boolean;
  revision: number;
  /** Absent while nothing has changed. */
  snapshot?: unknown;
}

export interface SandboxCalls {
  openSandbox(id: number, options: PlainSandboxOptions): Promise<SandboxView>;
  /** Undefined when this process knows no such sandbox: it was started anew. */
  askSandbox(
    id: number,
    request: PlainRequest,
    now: number | undefined,
    as: 'handle' | 'agree',
  ): Promise<AskedSandbox | undefined>;
}

export interface AskedSandbox {
  view: SandboxView;
  response: PlainResponse;
}

interface Opened {
  sandbox: Sandbox;
  now: number | undefined;
  told: number;
}

/** The sandboxes that live in a plugin's own process. */
export function sandboxesInside(
  { sandbox: create }: Plugin,
  notify: (id: number, request: PlainRequest) => Promise<void>,
): SandboxCalls {
  const opened = new Map<number, Opened>();

  const viewOf = (one: Opened): SandboxView => {
    const { credentials, oauthClient, agree, revision } = one.sandbox;
    const changed = revision !== one.told;
    one.told = revision;
    return {
      credentials: { ...credentials },
      oauthClient: oauthClient && { ...oauthClient },
      agrees: agree !== undefined,
      revision,
      snapshot: changed ? one.sandbox.snapshot() : undefined,
    };
  };

  return {
    async openSandbox(id, { now, notifies, ...options }) {
      if (!create) throw new Error('This plugin has no sandbox');
      const sandbox = create({
        ...options,
        now: now === undefined ? undefined : () => opened.get(id)?.now ?? now,
        notify: notifies ? async (request) => notify(id, await plainRequest(request)) : undefined,
      });
      const one = { sandbox, now, told: Number.NaN };
      opened.set(id, one);
      return viewOf(one);
    },
    async askSandbox(id, request, now, as) {
      const one = opened.get(id);
      if (!one) return undefined;
      one.now = now;
      const answer = await one.sandbox[as]?.(requestOf(request));
      if (!answer) throw new Error('This sandbox has nobody who could agree');
      const response = await plainResponse(answer);
      return { response, view: viewOf(one) };
    },
  };
}
