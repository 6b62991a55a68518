import type { Webhook } from 'patchbay/sdk';

/** What there is to find stands at the beginning; a megabyte of anything else is not looked through. */
const READ_AT_MOST = 8_000;

/** An order is new, or stands differently. The body is XML, and the token in a header proves the sender. */
export const orderNotification: Webhook = {
  id: 'order-notification',
  title: 'Order notification',
  help: 'Setup & Tools → All Settings & Tools → API Settings: tick “Enable Maropost API webhook”, enter the address, generate a Webhook Verify Token and enter it here as well.',
  verify: { header: 'netoapi_key', equals: 'webhookToken' },
  eventId({ body }) {
    const event = textOf(body, 'EventID');
    // Without a number of its own, an event is told from others by what it says.
    return event ?? ['OrderID', 'OrderStatus', 'CurrentTime'].map((name) => textOf(body, name) ?? '').join(' ');
  },
  wakes: ({ headers }) => (headers.neto_notification?.toLowerCase() === 'order' ? ['import-orders'] : []),
};

/**
 * The text of the first element of a name. No XML reader: nothing is resolved, included or expanded, for ids and times need
 * none of it, and what comes from outside could ask for much.
 */
function textOf(body: string, name: string): string | undefined {
  const begin = body.slice(0, READ_AT_MOST);
  const open = begin.indexOf(`<${name}>`);
  const from = open + name.length + 2;
  const end = open < 0 ? -1 : begin.indexOf('<', from);
  const text = end < 0 ? '' : begin.slice(from, end).trim().slice(0, 100);
  return text === '' ? undefined : text;
}
