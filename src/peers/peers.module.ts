import { Module } from '@nestjs/common';
import { PeerStores } from './peer-stores.service.js';
import { PeerWires } from './peer-wires.js';

/** Stores that read one another's records. */
@Module({
  providers: [PeerStores, PeerWires],
  exports: [PeerStores, PeerWires],
})
export class PeersModule {}
