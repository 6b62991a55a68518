import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeersModule } from '../peers/peers.module.js';
import { Connection } from './connection.entity.js';
import { ConnectionTest } from './connection-test.js';
import { Connections } from './connections.service.js';
import { DoorParts } from './door/door-parts.js';
import { Names } from './door/public-address.js';
import { Wire } from './door/wire.js';
import { ExchangeSweep } from './exchanges/exchange-sweep.js';
import { Exchanges } from './exchanges/exchanges.service.js';
import { LongAnswers } from './exchanges/long-answers.js';
import { Quotas } from './limits/quotas.js';
import { TenantShares } from './limits/tenant-shares.js';
import { Turnstiles } from './limits/turnstiles.js';
import { NotificationCheck } from './notification-check.js';
import { Consents } from './oauth/consents.service.js';
import { Departures } from './oauth/departures.js';
import { HubClients } from './oauth/hub-clients.js';
import { PendingConsents } from './oauth/pending-consents.js';
import { Refresh } from './oauth/refresh.service.js';
import { TokenEndpoint } from './oauth/token-endpoint.js';
import { TokenTable } from './oauth/token-table.js';
import { Tokens } from './oauth/tokens.service.js';
import { Outbound } from './outbound.js';
import { PublicPost } from './public-post.js';
import { Seals } from './seals/seals.js';
import { Vault } from './vault.js';

/** Credentials at rest, and the one door through which requests leave. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Connection]), PeersModule],
  providers: [
    Seals,
    Vault,
    Connections,
    ConnectionTest,
    NotificationCheck,
    Outbound,
    PublicPost,
    DoorParts,
    HubClients,
    TokenTable,
    TokenEndpoint,
    Refresh,
    Tokens,
    PendingConsents,
    Consents,
    Departures,
    Names,
    Wire,
    TenantShares,
    Turnstiles,
    Quotas,
    Exchanges,
    ExchangeSweep,
    LongAnswers,
  ],
  exports: [
    PublicPost,
    Seals,
    Connections,
    ConnectionTest,
    Consents,
    Departures,
    PendingConsents,
    Tokens,
    NotificationCheck,
    Outbound,
    Quotas,
    Exchanges,
  ],
})
export class ConnectionsModule {}
