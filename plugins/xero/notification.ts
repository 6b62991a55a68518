import type { AppWebhook, TenantEvent } from 'patchbay/sdk';
import { readObject } from './client/answers.js';

/** What a change over there makes come in sooner. Documents are the store's own: they are looked at by the reconciliation report. */
const WAKES: Record<string, string[]> = {
  CONTACT: ['import-customers', 'import-suppliers'],
  INVOICE: [],
  CREDITNOTE: [],
};

/** One address for all organisations: the app tests it with wrong signatures, and says only what changed, never how. */
export const changed: AppWebhook = {
  id: 'changed',
  title: 'Something changed in Xero',
  help: 'developer.xero.com → My Apps → your app → Webhooks. Tick contacts, invoices and credit notes.',
  appWide: true,
  verify: { header: 'x-xero-signature', hmac: 'sha256', encoding: 'base64' },
  events: ({ body }) => {
    const { events } = readObject(body) as { events?: unknown };
    return Array.isArray(events) ? events.flatMap(eventOf) : [];
  },
};

/** The app knows more kinds than these, and more may come: what nobody waits for wakes nothing. */
function eventOf(given: unknown): TenantEvent[] {
  const event = Object(given) as Record<string, unknown>;
  const [tenant, id, at, type, category] = [
    event.tenantId,
    event.resourceId,
    event.eventDateUtc,
    event.eventType,
    event.eventCategory,
  ].map((value) => (typeof value === 'string' ? value : ''));
  if (!tenant || !id) return [];
  const wakes = Object.hasOwn(WAKES, category!) ? WAKES[category!]! : [];
  return [{ tenant, eventId: [category, id, at, type].join('|'), wakes }];
}
