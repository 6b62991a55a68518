import { Injectable } from '@nestjs/common';
import { iconOf } from '../installations/app-header.js';
import type { Installation } from '../installations/installation.entity.js';
import { InstallationLife } from '../installations/installation-life.service.js';
import { Requirements } from '../installations/requirements.service.js';
import { SetUpOffer } from '../installations/set-up/set-up-offer.service.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest } from '../sdk/host/index.js';
import { webAddress } from '../web/web-address.js';
import { search } from './search.js';

/** One addon in the store's list. */
export interface Card {
  id: string;
  name: string;
  summary: string;
  category: string;
  icon: string;
  in: string[];
  out: string[];
  installed: boolean;
  href: string;
}

const CHIPS = 3;

/** What the addon store has to offer, as one store sees it. */
@Injectable()
export class Listings {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly installations: InstallationLife,
    private readonly requirements: Requirements,
    private readonly setUp: SetUpOffer,
  ) {}

  async shelf(storeId: number | undefined, { q, category }: { q: string; category: string }) {
    const installed = await this.installed(storeId);
    const found = search(this.plugins.all(), q);
    const counts = new Map<string, number>();
    for (const { manifest } of found)
      counts.set(manifest.listing.category, (counts.get(manifest.listing.category) ?? 0) + 1);
    const shown = found.filter(({ manifest }) => category === '' || manifest.listing.category === category);
    return {
      cards: shown.map(({ manifest }) => cardOf(manifest, installed)),
      categories: [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => ({ name, count })),
      all: found.length,
    };
  }

  /** Everything on an addon's own page. */
  async page(storeId: number | undefined, { manifest, contained }: LoadedPlugin) {
    const { id, listing, platform, connection, requires, version, hosts, webhooks } = manifest;
    const mine = (await this.installed(storeId)).filter(({ plugin }) => plugin === id);
    const missing = await this.requirements.missing(storeId, manifest);
    const past = storeId === undefined ? [] : await this.installations.past(storeId, id);
    return {
      card: cardOf(manifest, mine),
      about: listing.about,
      moves: listing.moves,
      movesNothing: listing.moves.in.length + listing.moves.out.length === 0,
      touches: listing.touches ?? [],
      hosts: hosts.map(plainHost),
      webhooks: webhooks.length > 0,
      byConsent: connection?.oauth !== undefined,
      /** Of this hub: nobody signs in anywhere. */
      fromStore: connection?.peer !== undefined,
      asks: connection?.fields.map(({ label, kind }) => ({ label, secret: kind === 'secret' })) ?? [],
      requires: requires.map((other) => ({ id: other, name: this.plugins.get(other)?.manifest.name ?? other })),
      platform,
      contained,
      version,
      helpUrl: webAddress(listing.helpUrl),
      mine: mine.map((it) => ({
        id: it.id,
        name: it.name,
        installing: it.state === 'installing',
        href: `/installations/${it.id}`,
      })),
      missing,
      setUp: await this.setUp.of(storeId, manifest),
      past: past.map((it) => ({ id: it.id, name: it.name })),
    };
  }

  /** For stores that have nothing yet: their platform first, then whatever moves most. */
  featured(): Card[] {
    const all = this.plugins.all().map(({ manifest }) => manifest);
    const weight = ({ platform, tasks }: Manifest) => (platform ? 1000 : 0) + tasks.length;
    return all.sort((a, b) => weight(b) - weight(a)).map((manifest) => cardOf(manifest, []));
  }

  private installed(storeId: number | undefined): Promise<Installation[]> {
    return storeId === undefined ? Promise.resolve([]) : this.installations.of(storeId);
  }
}

function cardOf({ id, name, listing }: Manifest, installed: Installation[]): Card {
  const { summary, category, moves } = listing;
  return {
    id,
    name,
    summary,
    category,
    icon: iconOf(id),
    in: chips(moves.in),
    out: chips(moves.out),
    installed: installed.some(({ plugin }) => plugin === id),
    href: `/addons/${id}`,
  };
}

function chips(things: string[]): string[] {
  return things.length <= CHIPS ? things : [...things.slice(0, CHIPS), `${things.length - CHIPS} more`];
}

/** `{storeDomain}` is the merchant's own. */
function plainHost(host: string): string {
  return host.replace(/\{\w+\}/g, 'your own domain');
}
