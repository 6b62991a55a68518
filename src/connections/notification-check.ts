import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { AppWebhook, ConnectionWebhook, Notification } from '../sdk/index.js';
import { Settings } from '../settings/settings.js';
import { Vault } from './vault.js';

type Verify = ConnectionWebhook['verify'] | AppWebhook['verify'];
type Headers = Pick<Notification, 'headers'>;

/** How far an app's clock may be from ours, either way. */
const OLDEST = 5 * 60_000;

/** Tells whether a notification really comes from an app, by a secret that both know. */
@Injectable()
export class NotificationCheck {
  private readonly hubKeys: Map<string, string>;

  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.hubKeys = new Map(settings.webhookKeys.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  }

  /** `body` as it came over the wire: a signature holds for bytes, not for what they mean. */
  async isGenuine(
    connectionId: number,
    verify: ConnectionWebhook['verify'],
    notification: Headers,
    body: Buffer,
  ): Promise<boolean> {
    const { credentials } = await this.vault.open(connectionId);
    return this.proves(verify, credentials['equals' in verify ? verify.equals : verify.key], notification, body);
  }

  /** The same for what an app sends to one address for all its customers. */
  isGenuineFor(plugin: string, verify: AppWebhook['verify'], notification: Headers, body: Buffer): boolean {
    return this.proves(verify, this.hubKeys.get(plugin), notification, body);
  }

  private proves(verify: Verify, secret: string | undefined, { headers }: Headers, body: Buffer): boolean {
    const said = headers[verify.header.toLowerCase()];
    // Without a secret of our own anything would do, so nothing does.
    if (!secret || !said) return false;
    if ('equals' in verify) return equal(said, secret);
    const signed = createHmac(verify.hmac, secret);
    if (verify.timestamp !== undefined) {
      const at = headers[verify.timestamp.toLowerCase()] ?? '';
      if (!this.isRecent(at)) return false;
      signed.update(`${at}.`);
    }
    return equal(said, signed.update(body).digest(verify.encoding));
  }

  /** Seconds since 1970. What was caught on its way can't be sent again later. */
  private isRecent(at: string): boolean {
    return /^\d{1,12}$/.test(at) && Math.abs(this.clock.now() - Number(at) * 1000) <= OLDEST;
  }
}

/** In the same time whatever differs. Both are signed first, for only texts of equal length can be compared so. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'length').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
