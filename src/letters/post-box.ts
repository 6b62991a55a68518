import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { NotAllowed } from '../connections/door/not-allowed.js';
import { PublicPost } from '../connections/public-post.js';
import { Seals } from '../connections/seals/seals.js';
import { Database } from '../database/database.js';
import type { LetterRow } from './letters.service.js';
import { NotDelivered } from './not-delivered.js';

const COLUMN = { table: 'reconciliation_settings', column: 'post_secret', key: ['store_id', 'installation_id'] };

/** Posts to addresses of merchants: to the open internet alone, signed with a secret that the merchant has too. */
@Injectable()
export class PostBox {
  constructor(
    private readonly database: Database,
    private readonly seals: Seals,
    private readonly clock: Clock,
    private readonly wire: PublicPost,
  ) {
    seals.register(COLUMN);
  }

  /** A new secret for an app of a store, and how it is kept. */
  newSecret(storeId: number, installationId: number): { secret: string; sealed: Buffer } {
    const secret = `pbsec_${randomBytes(24).toString('base64url')}`;
    return { secret, sealed: this.seals.seal(secret, COLUMN, [storeId, installationId]) };
  }

  async deliver({ store_id, id, address, body, installation_id }: LetterRow): Promise<void> {
    const row = await this.database.one<{ post_secret: Buffer | null }>(
      'select post_secret from reconciliation_settings where store_id = ? and installation_id = ?',
      [store_id, installation_id],
    );
    if (!row?.post_secret) throw new Error('The address has been taken out of the settings.');
    const secret = await this.seals.open(row.post_secret, COLUMN, [store_id, installation_id!]);
    const at = Math.floor(this.clock.now() / 1000);
    const name = `letter-${store_id}-${id}`;
    const signature = createHmac('sha256', secret).update(`${name}.${at}.${body}`).digest('base64');
    const status = await this.posted(address, body, {
      'webhook-id': name,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    });
    if (status < 200 || status > 299) throw new NotDelivered(`The address answered ${status}.`);
  }

  /** An address that may not be reached is none tomorrow either; one that doesn't answer may. */
  private async posted(address: string, body: string, headers: Record<string, string>): Promise<number> {
    try {
      return await this.wire.post(address, body, headers);
    } catch (error) {
      const { cause } = error as Error;
      if (error instanceof NotAllowed || cause instanceof NotAllowed) throw error;
      throw new NotDelivered((error as Error).message || 'The address did not answer.');
    }
  }
}
