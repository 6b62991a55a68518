import { createHmac } from 'node:crypto';
import { twin } from 'patchbay/sdk';
import type { Books, BooksEvent } from './books/books.js';

export interface Subscription {
  url: string;
  /** The signing key as the developer portal shows it. */
  key: string;
}

/** Tells a subscriber what changed: thin, signed, in order. */
export class Webhooks {
  private sequence = 0;
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(
    private subscription: Subscription | undefined,
    private readonly notify: ((request: Request) => Promise<void>) | undefined,
  ) {}

  subscribe(subscription: Subscription | undefined): void {
    this.subscription = subscription;
  }

  /** Sends what the books have to tell since the last time. */
  flush(books: Books): void {
    const events = books.events.splice(0);
    if (events.length === 0) return;
    const first = this.sequence + 1;
    this.sequence += events.length;
    if (!this.subscription) return;
    this.post({
      events: events.map((event) => wire(event, books.organisation.id)),
      firstEventSequence: first,
      lastEventSequence: this.sequence,
    });
  }

  /** What the app sends before it trusts an address: some signed rightly, some wrongly, all of them to be answered so. */
  intentToReceive(): Promise<void> {
    const empty = { events: [], firstEventSequence: 0, lastEventSequence: 0 };
    for (const good of [true, false, true, false]) this.post(empty, good);
    return this.settled();
  }

  /** Resolves when everything under way has arrived or failed. */
  async settled(): Promise<void> {
    await this.underWay;
  }

  private post(body: object, good = true): void {
    const { subscription, notify } = this;
    if (!subscription || !notify) return;
    const entropy = twin
      .guidFrom('entropy', this.sequence, String(good))
      .replaceAll('-', '')
      .slice(0, 20)
      .toUpperCase();
    const text = JSON.stringify({ ...body, entropy });
    const signature = createHmac('sha256', good ? subscription.key : `${subscription.key} no more`)
      .update(text)
      .digest('base64');
    const request = new Request(subscription.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xero-signature': signature },
      body: text,
    });
    // Whoever does not listen misses it; the app would try again later.
    this.underWay = this.underWay.then(() => notify(request)).catch(() => undefined);
  }
}

const wire = ({ category, type, resource, id, at, data }: BooksEvent, tenantId: string) => ({
  resourceUrl: `https://api.xero.com/api.xro/2.0/${resource}/${id}`,
  resourceId: id,
  eventDateUtc: new Date(at).toISOString(),
  eventType: type,
  eventCategory: category,
  tenantId,
  tenantType: 'ORGANISATION',
  ...(data ? { data } : {}),
});
