import { describe, expect, it } from 'vitest';
import { open } from './shop.js';

const event = (more: object) => ({
  resourceUrl: 'https://api.xero.com/api.xro/2.0/Contacts/c-1',
  resourceId: 'c-1',
  eventDateUtc: '2026-08-03T02:00:00.000',
  eventType: 'UPDATE',
  eventCategory: 'CONTACT',
  tenantId: 't-1',
  tenantType: 'ORGANISATION',
  ...more,
});

const events = (all: unknown) => open().app.events('changed', { headers: {}, body: JSON.stringify({ events: all }) });

describe('notifications of Xero', () => {
  it('are routed by organisation, and each change counts once', async () => {
    const two = await events([event({}), event({ tenantId: 't-2', eventCategory: 'INVOICE' })]);
    expect(two).toEqual([
      {
        tenant: 't-1',
        eventId: 'CONTACT|c-1|2026-08-03T02:00:00.000|UPDATE',
        wakes: ['import-customers', 'import-suppliers'],
      },
      { tenant: 't-2', eventId: 'INVOICE|c-1|2026-08-03T02:00:00.000|UPDATE', wakes: [] },
    ]);
  });

  it('may be of kinds nobody has told us of, or of none at all', async () => {
    expect(await events([event({ eventCategory: 'PREPAYMENT' })])).toMatchObject([{ wakes: [] }]);
    expect(await events([event({ eventCategory: 'constructor' })])).toMatchObject([{ wakes: [] }]);
    expect(await events([{}, null, 'x', event({ tenantId: 7 })])).toEqual([]);
    expect(await events([])).toEqual([]);
  });

  it('are signed over the body, in the form that Xero signs', () => {
    expect(open().app.manifest.webhooks).toMatchObject([
      { appWide: true, verify: { header: 'x-xero-signature', hmac: 'sha256', encoding: 'base64' } },
    ]);
  });
});
