import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Manifest } from '../sdk/host/index.js';
import type { Reading } from './peer-records.js';
import { PeerStores } from './peer-stores.service.js';
import { PeerWire } from './peer-wire.js';

/** Lays wires between stores. */
@Injectable()
export class PeerWires {
  constructor(
    private readonly database: Database,
    private readonly stores: PeerStores,
  ) {}

  /** The wire to another store, where the plugin connects to one; apps have none. */
  to(
    manifest: Pick<Manifest, 'connection'>,
    store: string | undefined,
    reader: Omit<Reading, 'peerId'>,
  ): PeerWire | undefined {
    const peer = manifest.connection?.peer;
    return peer && new PeerWire(this.database, this.stores, { ...reader, peerId: Number(store) || 0 }, peer.reads);
  }
}
