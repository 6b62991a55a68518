import { describe, expect, it } from 'vitest';
import { createSandbox } from '../sandbox/index.js';
import { connected } from './neto.js';

const ORDER = { neto_notification: 'Order' };
const event = (inside: string) => `<?xml version="1.0"?>\n<Event>${inside}</Event>`;
const told = (body: string, headers: Record<string, string> = ORDER) =>
  connected().app.notified('order-notification', { headers, body });

describe('a notification', () => {
  it('of an order, as the store sends it, wakes the import of orders', async () => {
    const heard: Request[] = [];
    const shop = createSandbox({
      webhookUrl: 'https://hub.example/hooks',
      notify: async (request) => void heard.push(request),
    });
    shop.placeOrder();
    await shop.settled();
    const headers = Object.fromEntries(heard[0]!.headers);
    expect(await told(await heard[0]!.text(), headers)).toEqual({ eventId: '1', wakes: ['import-orders'] });
    const { verify } = connected().app.manifest.webhooks[0]!;
    expect(verify).toEqual({ header: 'netoapi_key', equals: 'webhookToken' });
    expect(headers.netoapi_key).toBe(shop.credentials.webhookToken);
  });

  it('of anything else wakes nothing', async () => {
    expect((await told(event('<EventID>7</EventID>'), {})).wakes).toEqual([]);
    expect((await told(event('<EventID>7</EventID>'), { neto_notification: 'Item' })).wakes).toEqual([]);
  });

  it('without a number is told from others by what it says', async () => {
    const at = (time: string) => event(`<CurrentTime>${time}</CurrentTime><Order><OrderID>N1</OrderID></Order>`);
    const [one, same, other] = await Promise.all([told(at('12:00')), told(at('12:00')), told(at('12:01'))]);
    expect(one.eventId).toBe(same.eventId);
    expect(one.eventId).not.toBe(other.eventId);
  });

  it.each([
    [
      'entities that would grow without end',
      `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(99)}"><!ENTITY c "&a;&a;">]>${event('<EventID>&c;</EventID>')}`,
    ],
    [
      'an entity that names a file',
      `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${event('<EventID>&f;</EventID>')}`,
    ],
    ['a megabyte of opened elements', '<EventID>'.repeat(120_000)],
    ['a megabyte within one element', event(`<EventID>${'9'.repeat(1_000_000)}</EventID>`)],
    ['no XML at all', '\u0000\uffff{]'],
    ['nothing', ''],
  ])('is harmless with %s', async (_, body) => {
    const before = process.cpuUsage();
    const { eventId, wakes } = await told(body);
    expect(wakes).toEqual(['import-orders']);
    expect(eventId.length).toBeLessThan(400);
    expect(eventId).not.toContain('root:');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});
