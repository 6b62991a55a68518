import { Choice, Text } from 'patchbay/sdk';
import { XERO_ID } from '../patterns.js';

/** Who becomes a contact, and whose documents are whose. */
export class Contacts {
  @Text({
    label: 'Export invoices to this ContactID',
    help: 'Every invoice, batched or not, goes to this contact. It is in the address of the contact’s page in Xero.',
    group: 'Contacts',
    required: false,
    ...XERO_ID,
  })
  contactId?: string;

  @Choice({
    label: 'Which customers become contacts',
    group: 'Contacts',
    options: { invoiced: 'Those who are invoiced', all: 'All customers of the store' },
    optionHelp: {
      invoiced: 'A customer becomes a contact with their first invoice, and is kept up to date from then on.',
      all: 'Xero gets slow with very many contacts.',
    },
    initial: 'invoiced',
  })
  contacts!: 'invoiced' | 'all';

  @Text({
    label: 'Contact for guests',
    help: 'The name of the contact for orders that name no customer.',
    group: 'Contacts',
    initial: 'Web customers',
    maxLength: 200,
  })
  guestContact!: string;
}
