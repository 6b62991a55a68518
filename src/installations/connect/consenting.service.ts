import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Connection } from '../../connections/connection.entity.js';
import type { Candidate } from '../../connections/connection-test.js';
import { Consents, NoConsent } from '../../connections/oauth/consents.service.js';
import {
  type Applicant,
  type BroughtConsent,
  type PendingConsent,
  PendingConsents,
} from '../../connections/oauth/pending-consents.js';
import { Tokens } from '../../connections/oauth/tokens.service.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { Manifest } from '../../sdk/host/index.js';
import type { Tenant } from '../../sdk/index.js';
import { Settings } from '../../settings/settings.js';
import { allowFormsTo } from '../../web/form-targets.js';
import { hubAddress } from '../../web/hub-address.js';
import type { Installation } from '../installation.entity.js';
import { Connecting, mustStay } from './connecting.service.js';

/** Answers a request for the consent page as a person who agrees does. */
export type Agree = (authorize: globalThis.Request) => Promise<globalThis.Response>;

const PATIENCE = 60_000;

/** Connecting by consent, from the click on Connect to the organisation that is chosen. */
@Injectable()
export class Consenting {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly consents: Consents,
    private readonly pending: PendingConsents,
    private readonly tokens: Tokens,
    private readonly connecting: Connecting,
    private readonly settings: Settings,
  ) {}

  /** Answers the address of the app's consent page. */
  begin(it: Installation, request: Request): Promise<string> {
    return this.consents.begin(this.manifest(it), placeOf(it), applicantOf(request), this.redirectTo(request));
  }

  /** The connection that lives on a person's consent, if it is one of those. */
  async connectionOf(it: Installation): Promise<Connection | undefined> {
    const connection = this.plugins.get(it.plugin)?.manifest.connection;
    const found = await this.connecting.current(it);
    // Who has a client of their own has typed its id.
    return connection?.oauth && found && found.visible.clientId === undefined ? found : undefined;
  }

  /** What the plugin asks for by now that a person has not agreed to yet. */
  async furtherScopes(it: Installation): Promise<string[]> {
    const connection = await this.connectionOf(it);
    const agreed = connection && (await this.tokens.scopes(connection.id));
    const asked = this.manifest(it).connection?.oauth?.scopes ?? [];
    return agreed ? asked.filter((scope) => !agreed.includes(scope)) : [];
  }

  /** Whose way to the app this answer ends, if it is this person's. */
  find(request: Request) {
    const { state } = request.query;
    return typeof state === 'string' ? this.pending.find(state, applicantOf(request)) : undefined;
  }

  /** Takes up what the person brought. Throws `NoConsent` with what to do. */
  async bring(it: Installation, consent: PendingConsent, request: Request): Promise<void> {
    const manifest = this.manifest(it);
    const tokens = await this.consents.exchange(manifest, consent, request.query, this.redirectTo(request));
    const tenants = await this.connecting.tenants(it, tokens.access, AbortSignal.timeout(PATIENCE)).catch((error) => {
      throw new NoConsent(`${manifest.name} did not say what you agreed to: ${(error as Error).message}`);
    });
    if (tenants.length === 0) {
      throw new NoConsent(
        `What you agreed to covers nothing in ${manifest.name}. Press Connect and choose a company there.`,
      );
    }
    await this.pending.bring(consent, tokens, tenants);
  }

  brought(it: Installation, request: Request): Promise<BroughtConsent | undefined> {
    return this.pending.brought(placeOf(it), applicantOf(request));
  }

  /**
   * The one organisation that it can only be, before anybody chooses: the one that an installation has moved records to, or
   * the only one there is. Throws `NoConsent` when the right one is missing.
   */
  chosen(it: Installation, { tenants }: BroughtConsent, connection: Connection | null): Tenant | undefined {
    if (!connection || !mustStay(it)) return tenants.length === 1 ? tenants[0] : undefined;
    const same = tenants.find(({ key }) => key === connection.tenantKey);
    if (same) return same;
    const covered = tenants.map(({ name }) => name).join(', ');
    throw new NoConsent(
      `You agreed for ${covered}, but this connection is to ${connection.tenantName}. ` +
        `Press Connect again and choose ${connection.tenantName} in ${this.manifest(it).name}.`,
    );
  }

  /** The whole way without a browser, with somebody who agrees to everything: for demos. */
  async through(it: Installation, agree: Agree): Promise<NonNullable<Candidate['consent']>> {
    const [manifest, place, applicant] = [this.manifest(it), placeOf(it), { sessionId: randomUUID() }];
    const redirect = this.redirectTo();
    const answer = await agree(new globalThis.Request(await this.consents.begin(manifest, place, applicant, redirect)));
    const { searchParams } = new URL(answer.headers.get('location') ?? redirect);
    const consent = await this.pending.find(searchParams.get('state') ?? '', applicant);
    if (!consent) throw new NoConsent(`${manifest.name} gave no answer.`);
    const tokens = await this.consents.exchange(manifest, consent, Object.fromEntries(searchParams), redirect);
    const [tenant] = await this.connecting.tenants(it, tokens.access, AbortSignal.timeout(PATIENCE));
    if (!tenant) throw new NoConsent(`${manifest.name} has no company.`);
    return { tokens, tenant };
  }

  /** What the connect step shows about it. */
  async shown(it: Installation, request: Request, connection: Connection | null) {
    const manifest = this.manifest(it);
    const brought = await this.brought(it, request);
    const only = brought && this.onlyOne(it, brought, connection);
    const tenants = only ? [only] : (brought?.tenants ?? []);
    return {
      action: `/installations/${it.id}/consent`,
      possible: this.consents.possible(manifest),
      setting: `OAUTH_CLIENTS=${manifest.id}=<client id>:<client secret>`,
      redirect: this.redirectTo(request),
      brought: tenants.length > 0 && {
        only,
        tenants: tenants.map(({ key, name }, at) => ({ key, name, id: `tenant-${at}`, first: at === 0 })),
      },
      ownClient: manifest.connection?.oauth?.clientCredentials,
    };
  }

  /** The page may lead to the app's consent page. */
  allow(it: Pick<Installation, 'plugin'>, response: Response): void {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const page = manifest && this.consents.pageOf(manifest);
    if (page) allowFormsTo(response, page);
  }

  private onlyOne(it: Installation, brought: BroughtConsent, connection: Connection | null): Tenant | undefined {
    try {
      return this.chosen(it, brought, connection);
    } catch (error) {
      if (error instanceof NoConsent) return undefined;
      throw error;
    }
  }

  private manifest({ plugin }: Installation): Manifest {
    return this.plugins.get(plugin)!.manifest;
  }

  /** The same for all plugins: apps compare it letter by letter. */
  private redirectTo(request?: Request): string {
    return `${hubAddress(this.settings, request)}/connections/callback`;
  }
}

function placeOf({ storeId, id }: Installation) {
  return { storeId, installationId: id };
}

function applicantOf({ sessionID, viewer }: Request): Applicant {
  return { sessionId: sessionID, userId: viewer?.id };
}
