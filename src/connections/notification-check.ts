import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ConnectionWebhook, Notification } from '../sdk/index.js';
import { Vault } from './vault.js';

/** Tells whether a notification really comes from the app of a connection, by a secret that both know. */
@Injectable()
export class NotificationCheck {
  constructor(private readonly vault: Vault) {}

  /** `body` as it came over the wire: a signature holds for bytes, not for what they mean. */
  async isGenuine(
    connectionId: number,
    verify: ConnectionWebhook['verify'],
    { headers }: Pick<Notification, 'headers'>,
    body: Buffer,
  ): Promise<boolean> {
    const { credentials } = await this.vault.open(connectionId);
    const secret = credentials['equals' in verify ? verify.equals : verify.key];
    const said = headers[verify.header.toLowerCase()];
    // Without a secret of our own anything would do, so nothing does.
    if (!secret || !said) return false;
    return equal(
      said,
      'equals' in verify ? secret : createHmac(verify.hmac, secret).update(body).digest(verify.encoding),
    );
  }
}

/** In the same time whatever differs. Both are signed first, for only texts of equal length can be compared so. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'length').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
