import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import type { Manifest } from '../sdk/host/index.js';
import type { Master } from '../sdk/index.js';
import type { Facts } from '../sdk/runtime/index.js';
import { Settings } from '../settings/settings.js';
import { hubAddress } from '../web/hub-address.js';
import { effective } from './advanced/snapshot.js';

/** What a plugin's functions may know of an installation, and what only the host needs beside it. */
export interface InstallationFacts {
  facts: Facts;
  connectionId: number | null;
  /** Changed masters: 'mapping.field' → master. */
  masters: Map<string, Master>;
}

/** Of an installation that has a connection, as every run's has. */
export type ConnectedFacts = InstallationFacts & { connectionId: number };

interface Row {
  name: string;
  time_zone: string;
  currency: string;
  tax_inclusive: number | null;
  answers: Record<string, unknown>;
  advanced: Record<string, unknown>;
  connection_id: number | null;
}

/** Collects an installation's facts in three queries, whatever its size. */
@Injectable()
export class FactsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  async of(storeId: number, installationId: number, manifest: Manifest): Promise<InstallationFacts> {
    const key = [storeId, installationId];
    const [row, pairs, masters] = await Promise.all([
      this.database.one<Row>(
        `select s.name, s.time_zone, s.currency, s.tax_inclusive, i.answers, i.advanced, i.connection_id
         from installations i join stores s on s.id = i.store_id where i.store_id = ? and i.id = ?`,
        key,
      ),
      this.database.query<{ map: string; store_value: string; app_value: string }>(
        `select map, store_value, app_value from value_pairs
         where store_id = ? and installation_id = ? and app_value is not null order by map, store_value`,
        key,
      ),
      this.database.query<{ mapping: string; field: string; master: Master }>(
        'select mapping, field, master from field_masters where store_id = ? and installation_id = ?',
        key,
      ),
    ]);
    if (!row) throw new Error(`Installation ${installationId} of store ${storeId} is gone`);
    const facts: Facts = {
      store: {
        id: storeId,
        name: row.name,
        timeZone: row.time_zone,
        currency: row.currency,
        taxInclusive: row.tax_inclusive === null ? null : Boolean(row.tax_inclusive),
        address: this.addressOf(storeId),
      },
      answers: row.answers,
      advanced: effective(manifest.advanced, row.advanced),
      maps: groupPairs(manifest, pairs),
      now: this.clock.now(),
    };
    return {
      facts,
      connectionId: row.connection_id,
      masters: new Map(masters.map(({ mapping, field, master }) => [`${mapping}.${field}`, master])),
    };
  }

  /** For what can't do without the app. */
  async connected(storeId: number, installationId: number, manifest: Manifest): Promise<ConnectedFacts> {
    const { connectionId, ...known } = await this.of(storeId, installationId, manifest);
    if (connectionId === null) throw new Error(`Installation ${installationId} has no connection`);
    return { ...known, connectionId };
  }

  private addressOf(storeId: number): string {
    return `${hubAddress(this.settings)}/logs/exports?store=${storeId}&text=`;
  }
}

function groupPairs(
  manifest: Manifest,
  pairs: { map: string; store_value: string; app_value: string }[],
): Facts['maps'] {
  const maps: Facts['maps'] = Object.fromEntries(manifest.valueMaps.map((map) => [map.id, []]));
  for (const { map, store_value, app_value } of pairs) maps[map]?.push([store_value, app_value]);
  return maps;
}
