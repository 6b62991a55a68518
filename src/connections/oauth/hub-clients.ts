import { Injectable } from '@nestjs/common';
import { Settings } from '../../settings/settings.js';
import type { Client } from './grant.js';

/** The hub's own clients with the apps, by plugin: the setting OAUTH_CLIENTS. */
@Injectable()
export class HubClients {
  private readonly clients: Map<string, Client>;

  constructor(settings: Settings) {
    this.clients = new Map(settings.oauthClients.map(readClient));
  }

  of(plugin: string): Client | undefined {
    return this.clients.get(plugin);
  }
}

/** `plugin=id:secret`; a secret may hold both signs. */
function readClient(pair: string): [plugin: string, Client] {
  const equals = pair.indexOf('=');
  const colon = pair.indexOf(':', equals);
  return [pair.slice(0, equals), { id: pair.slice(equals + 1, colon), secret: pair.slice(colon + 1) }];
}
