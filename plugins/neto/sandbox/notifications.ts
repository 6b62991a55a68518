import type { StoreClock } from './clock.js';
import type { Order } from './order.js';
import { toXml } from './xml.js';

export interface Undelivered {
  orderId: string;
  at: number;
  reason: string;
}

/** The store's only webhook: an order is new, or stands differently. The body is XML and the token proves the sender. */
export class Notifications {
  /** What a receiver did not take. The store shows it on its page and does not try again. */
  readonly undelivered: Undelivered[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly clock: StoreClock,
    private readonly token: string,
    private readonly send: ((request: Request) => Promise<void>) | undefined,
    public url: string | undefined,
    public lastEvent: number,
  ) {}

  /** The caller never waits: an order is placed whether or not anyone listens. */
  announce(order: Order): void {
    if (!this.send || !this.url) return;
    const told = this.send(this.request(order, this.url)).catch((error: unknown) => {
      this.undelivered.push({ orderId: order.id, at: this.clock.now(), reason: String(error) });
    });
    this.underWay.add(told);
    void told.finally(() => this.underWay.delete(told));
  }

  /** Resolves when every notification under way has arrived or failed. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private request(order: Order, url: string): Request {
    this.lastEvent += 1;
    const body = toXml('Event', {
      CurrentTime: this.clock.local(this.clock.now()),
      EventID: String(this.lastEvent),
      EventType: 'Order',
      Order: { OrderID: order.id, OrderStatus: order.status },
    });
    const headers = { 'content-type': 'text/xml; charset=utf-8', NETO_NOTIFICATION: 'Order', NETOAPI_KEY: this.token };
    return new Request(url, { method: 'POST', headers, body });
  }
}
