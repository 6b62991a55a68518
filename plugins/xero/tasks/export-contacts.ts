import { stateTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { contactOf } from '../contacts/contact-of.js';
import { saveContacts } from '../contacts/save.js';
import type { Contact } from '../sales/sales-invoice.js';
import { settingsOf } from '../settings.js';
import { inWords } from '../wrongs.js';

/** Keeps contacts equal to their customers. One is made with the first invoice of a customer, or for all, as configured. */
export const exportContacts = stateTask<'customer', XeroApi, Contact>({
  id: 'export-contacts',
  title: 'Export customers as contacts',
  record: 'customer',
  schedule: '50 5,17 * * *',
  fields: ['name', 'company', 'email', 'phone', 'taxNumber', 'billing', 'shipping'],
  batch: 50,
  build: ({ body, remoteId }, ctx) => {
    const settings = settingsOf(ctx);
    if (!remoteId && !settings.allCustomers) return { notDue: 'It becomes a contact with the first invoice.' };
    if (!remoteId && body.active === false) return { notDue: 'It is no active customer.' };
    return { ...contactOf(body, settings), ...(remoteId && { id: remoteId }) };
  },
  send: async (items, { api }) => {
    const saved = await saveContacts(
      items.map(({ payload }) => payload),
      api,
      items.map(({ key }) => key),
    );
    return saved.map((one) => ('id' in one ? { done: true, remoteId: one.id } : { rejected: inWords(one.wrongs) }));
  },
});
