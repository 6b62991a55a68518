import { type HubRecord, stateTask } from 'patchbay/sdk';
import type { NetoApi, Row } from '../client.js';
import { flatAddress } from '../mappings/address.js';
import { CUSTOMER } from '../nouns.js';
import { flag, known, resultOf, tooLong } from './results.js';

export const exportCustomers = stateTask<'customer', NetoApi, Row>({
  id: 'export-customers',
  title: 'Update customers',
  record: 'customer',
  schedule: 'every hour',
  after: ['import-customers'],
  batch: 50,
  fields: ['name', 'company', 'email', 'phone', 'taxNumber', 'active', 'onHold', 'creditLimit', 'billing', 'shipping'],
  build: (record) => tooLong('Username', record.key) ?? customerOf(record),
  async send(items, { api }) {
    const verdicts = await api.put(
      CUSTOMER,
      items.map(({ payload }) => payload),
      (customer) => ({ Type: 'Customer', ...customer }),
    );
    return items.map(({ key }, at) => resultOf(verdicts[at], key, { rejected: 'The store no longer has them.' }));
  },
});

function customerOf({ key, body }: HubRecord<'customer'>): Row {
  const { name, company, phone } = body;
  const billing = flatAddress({ ...body.billing, ...known({ name, company, phone }) }, 'Bill');
  const shipping = flatAddress(body.shipping ?? {}, 'Ship');
  return known<unknown>({
    Username: key,
    EmailAddress: body.email,
    ABN: body.taxNumber,
    Active: flag(body.active),
    OnCreditHold: flag(body.onHold),
    CreditLimit: body.creditLimit,
    BillingAddress: Object.keys(billing).length > 0 ? billing : null,
    ShippingAddress: Object.keys(shipping).length > 0 ? shipping : null,
  });
}
