import { stateTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { saveContacts } from '../contacts/save.js';
import { supplierContact } from '../purchases/supplier-contact.js';
import type { Contact } from '../sales/sales-invoice.js';
import { settingsOf } from '../settings.js';
import { inWords } from '../wrongs.js';

/** Keeps contacts equal to the suppliers they stand for. One is made with the first bill of a supplier. */
export const exportSuppliers = stateTask<'supplier', XeroApi, Contact>({
  id: 'export-suppliers',
  title: 'Export suppliers as contacts',
  record: 'supplier',
  schedule: '10 6,18 * * *',
  fields: ['name', 'email', 'phone', 'address'],
  batch: 50,
  build: ({ body, remoteId }, ctx) => {
    if (!remoteId) return { notDue: 'It becomes a contact with its first bill.' };
    return { ...supplierContact(body, settingsOf(ctx)), id: remoteId };
  },
  send: async (items, { api }) => {
    const contacts = items.map(({ payload }) => payload);
    const saved = await saveContacts(
      contacts,
      api,
      items.map(({ key }) => key),
    );
    return saved.map((one) => ('id' in one ? { done: true, remoteId: one.id } : { rejected: inWords(one.wrongs) }));
  },
});
