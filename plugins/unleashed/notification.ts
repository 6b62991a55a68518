import type { Webhook } from 'patchbay/sdk';

/** A product was created, changed or deleted. It says which; the import reads what became of it. */
export const productNotification: Webhook = {
  id: 'product-notification',
  title: 'Products changed',
  help: 'Integration → Webhooks: add one for product.created, product.updated and product.deleted with this address, and enter the signing key that Unleashed then shows once here as well.',
  verify: {
    header: 'x-unleashed-signature',
    hmac: 'sha256',
    key: 'webhookKey',
    encoding: 'base64',
    timestamp: 'x-unleashed-timestamp',
  },
  eventId({ headers, body }) {
    const { notificationId, objectId, type } = read(body);
    // Without a number of its own, an event is told from others by what it says and when it was sent.
    return (
      notificationId ??
      [type, objectId, headers['x-unleashed-timestamp']]
        .map((part) => part ?? '')
        .join(' ')
        .trim()
    );
  },
  wakes({ body }) {
    const { type = '' } = read(body);
    if (/^product/i.test(type)) return ['import-products'];
    return /^stock/i.test(type) ? ['import-stock'] : [];
  },
};

interface Told {
  notificationId?: string;
  type?: string;
  objectId?: string;
}

/** Its shape is not settled: names are found in whatever case they come, at the top or within `Data`. */
function read(body: string): Told {
  const top = namesOf(parsed(body));
  const data = namesOf(typeof top.data === 'string' ? parsed(top.data) : top.data);
  const text = (...names: string[]) => names.map((name) => asText(top[name] ?? data[name])).find((found) => found);
  return {
    notificationId: text('eventnotificationid', 'notificationid'),
    type: text('eventtype', 'objecttype'),
    objectId: text('objectid', 'guid', 'productguid'),
  };
}

function namesOf(value: unknown): Record<string, unknown> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, inner]) => [name.toLowerCase(), inner]));
}

function asText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).trim().slice(0, 100) || undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
