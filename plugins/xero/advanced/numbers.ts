import { Text } from 'patchbay/sdk';
import { PREFIX } from '../patterns.js';

/** What stands before the store’s own numbers. */
export class Numbers {
  @Text({
    label: 'Invoice number prefix',
    help: 'Put before the store’s order number. Two stores that feed one organisation need different ones.',
    group: 'Numbers',
    numbers: 'export-invoices',
    ...PREFIX,
  })
  invoicePrefix?: string;

  @Text({
    label: 'Credit note number prefix',
    help: 'Put before the number of a return.',
    group: 'Numbers',
    numbers: 'export-credit-notes',
    ...PREFIX,
  })
  creditNotePrefix?: string;

  @Text({
    label: 'Payment transaction ID prefix',
    help: 'Put before the store’s payment number in the reference of a payment.',
    group: 'Numbers',
    numbers: 'export-payments',
    ...PREFIX,
  })
  paymentPrefix?: string;

  @Text({
    label: 'Overpayment transaction ID prefix',
    help: 'Put before the store’s payment number in the reference of an overpayment.',
    group: 'Numbers',
    numbers: 'export-payments/over',
    ...PREFIX,
  })
  overpaymentPrefix?: string;
}
