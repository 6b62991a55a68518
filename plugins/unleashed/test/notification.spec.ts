import { describe, expect, it } from 'vitest';
import { open } from './shop.js';

const AT = { 'x-unleashed-timestamp': '1790000000' };
const told = (body: unknown, headers: Record<string, string> = AT) =>
  open().app.notified('product-notification', {
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('a notification', () => {
  it('is proved by a signature over its moment and its body', () => {
    expect(open().app.manifest.webhooks[0]!.verify).toEqual({
      header: 'x-unleashed-signature',
      hmac: 'sha256',
      key: 'webhookKey',
      encoding: 'base64',
      timestamp: 'x-unleashed-timestamp',
    });
  });

  it.each([
    [{ EventType: 'product.updated', EventNotificationId: 'n-1', ObjectId: 'guid-1' }, 'import-products'],
    [{ eventType: 'Product.Created', notificationId: 'n-1', data: { productGuid: 'guid-1' } }, 'import-products'],
    [{ ObjectType: 'Product', NotificationId: 'n-1', Data: '{"Guid":"guid-1"}' }, 'import-products'],
    [{ EventType: 'StockOnHand.Updated', EventNotificationId: 'n-1' }, 'import-stock'],
  ])('wakes the import that it is about: %j', async (body, task) => {
    expect(await told(body)).toEqual({ eventId: 'n-1', wakes: [task] });
  });

  it('of anything else wakes nothing', async () => {
    expect((await told({ EventType: 'SalesOrder.Completed', EventNotificationId: 'n-2' })).wakes).toEqual([]);
  });

  it('without a number is told from others by what it says and when', async () => {
    const body = { EventType: 'product.updated', ObjectId: 'guid-1' };
    const [one, same] = [await told(body), await told(body)];
    const later = await told(body, { 'x-unleashed-timestamp': '1790000009' });
    const other = await told({ ...body, ObjectId: 'guid-2' });
    expect(one.eventId).toBe('product.updated guid-1 1790000000');
    expect(same.eventId).toBe(one.eventId);
    expect(new Set([one.eventId, later.eventId, other.eventId]).size).toBe(3);
  });

  it.each(['', 'null', '[]', '{"EventType":7}', '{"Data":"{"}', 'x'.repeat(100_000)])(
    'is harmless with %.20s',
    async (body) => {
      const { eventId, wakes } = await told(body);
      expect(eventId).toBe(body.includes('7') ? '7  1790000000' : '1790000000');
      expect(wakes).toEqual([]);
    },
  );
});
