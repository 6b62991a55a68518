import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { NeedsPerson } from '../sdk/index.js';
import { PEER_KEYS, tenantKeyOf } from './peer-key.js';

/** A store whose records another store may read. */
export interface Peer {
  id: number;
  name: string;
  /** Whose it is, where it is another merchant's. */
  owner: string | null;
  /** 1 while nothing of it is known here: there is nothing to read yet. */
  unknown: 0 | 1;
}

const PEERS = `select s.id, s.name, if(s.account_id = me.account_id, null, a.name) owner,
    not exists (select 1 from records r where r.store_id = s.id) as \`unknown\`
  from stores me join stores s on s.id <> me.id join accounts a on a.id = s.account_id
  where me.id = ? and (s.account_id = me.account_id or exists (
    select 1 from store_shares x where x.store_id = s.id and x.account_id = me.account_id and x.withdrawn_at is null))`;

/** Which stores may read which: a merchant's own, and those that another merchant shares. Never in a circle. */
@Injectable()
export class PeerStores {
  constructor(private readonly database: Database) {}

  /** The stores that this one may read. */
  async choices(storeId: number): Promise<Peer[]> {
    const [peers, readers] = await Promise.all([
      this.database.query<Peer>(`${PEERS} order by owner is not null, s.name, s.id`, [storeId]),
      this.readersOf(storeId),
    ]);
    return peers.filter(({ id }) => !readers.has(id));
  }

  /** Throws when the store may not read that one, with what to do. */
  async mayRead(storeId: number, peerId: number): Promise<Peer> {
    const [peer, readers] = await Promise.all([
      this.database.one<Peer>(`${PEERS} and s.id = ?`, [storeId, peerId]),
      this.readersOf(storeId),
    ]);
    if (!peer) {
      throw new NeedsPerson(
        'The other store does not share its records with this one. Choose a store of your own, or ask its merchant to share it.',
      );
    }
    if (readers.has(peerId)) {
      throw new NeedsPerson(
        `${peer.name} takes records from this store already. Two stores that feed each other would go round in a circle.`,
      );
    }
    return peer;
  }

  /** Every store that takes this one's records, directly or by way of others. */
  private async readersOf(storeId: number): Promise<Set<number>> {
    const edges = await this.database.query<{ reader: number; source: string }>(
      `select distinct i.store_id reader, c.tenant_key source from connections c join installations i on i.connection_id = c.id
       where c.tenant_key like ? and i.state <> 'uninstalled'`,
      [PEER_KEYS],
    );
    const readers = new Set<number>();
    const asked = [tenantKeyOf(storeId)];
    for (let source = asked.pop(); source !== undefined; source = asked.pop()) {
      for (const { reader } of edges.filter((edge) => edge.source === source && !readers.has(edge.reader))) {
        readers.add(reader);
        asked.push(tenantKeyOf(reader));
      }
    }
    return readers;
  }
}
