import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { NeedsPerson } from '../sdk/index.js';
import { Connection } from './connection.entity.js';
import type { Credentials } from './credentials.js';
import { BrokenSeal } from './seals/envelope.js';
import { type SealedColumn, Seals } from './seals/seals.js';

const COLUMN: SealedColumn = { table: 'connections', column: 'credentials', key: ['id'] };

/** Where credentials lie sealed. Only the door opens it. */
@Injectable()
export class Vault {
  constructor(
    @InjectRepository(Connection) private readonly connections: Repository<Connection>,
    private readonly seals: Seals,
  ) {
    seals.register(COLUMN);
  }

  seal(connectionId: number, credentials: Credentials): Buffer {
    return this.seals.seal(JSON.stringify(credentials), COLUMN, [connectionId]);
  }

  async open(connectionId: number): Promise<{ connection: Connection; credentials: Credentials }> {
    const connection = await this.connections
      .createQueryBuilder('connection')
      .addSelect('connection.credentials')
      .where({ id: connectionId })
      .getOne();
    if (!connection) throw new NeedsPerson('This connection is gone. Connect again.');
    try {
      return {
        connection,
        credentials: JSON.parse(await this.seals.open(connection.credentials, COLUMN, [connectionId])),
      };
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error;
      throw new NeedsPerson(`The stored credentials can't be opened. ${error.message} Reconnecting stores them anew.`);
    }
  }
}
