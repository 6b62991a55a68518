import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Manifest } from '../sdk/host/index.js';
import type { Facts } from '../sdk/runtime/index.js';
import { groupBy } from '../transactions/group.js';
import { plainPrefixes, prefixOf } from './match-key.js';

const LOOKED_AT = 5000;

/** What documents of some tasks have left under, before their numbers: the newest and the oldest tell, and the settings. */
@Injectable()
export class Prefixes {
  constructor(private readonly database: Database) {}

  async of(
    { storeId, installationId }: { storeId: number; installationId: number },
    tasks: string[],
    manifest: Manifest,
    facts: Facts,
  ): Promise<string[]> {
    const sent = await Promise.all(
      tasks.flatMap((task) =>
        (['asc', 'desc'] as const).map((order) => this.sent(storeId, installationId, task, order)),
      ),
    );
    const used = groupBy(sent.flat(), ({ reference, record_key }) => prefixOf(reference, record_key) ?? '');
    // Of one alone it may be chance: what was adopted keeps a number of the app's own, which may end as the store's does.
    const common = [...used].filter(([, of]) => new Set(of.map(({ reference }) => reference)).size > 1);
    const asked = manifest.advanced
      .filter(({ numbers }) => numbers !== undefined)
      .map(({ name }) => String(facts.advanced[name] ?? ''));
    return plainPrefixes([...common.map(([prefix]) => prefix), ...asked]);
  }

  private sent(storeId: number, installationId: number, task: string, order: 'asc' | 'desc') {
    return this.database.query<{ reference: string; record_key: string }>(
      `select s.reference, r.record_key from (
         select store_id, id, reference from shipments where store_id = ? and installation_id = ? and task = ? and batch_key is null
         order by id ${order} limit ${LOOKED_AT}) s
       join shipment_members m on m.store_id = s.store_id and m.shipment_id = s.id
       join records r on r.store_id = m.store_id and r.id = m.record_id`,
      [storeId, installationId, task],
    );
  }
}
