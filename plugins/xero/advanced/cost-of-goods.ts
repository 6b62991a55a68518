import { Choice } from 'patchbay/sdk';

/** How the cost of goods is posted. */
export class CostOfGoods {
  @Choice({
    label: 'Cost of goods',
    group: 'Cost of goods',
    options: { invoice: 'A journal for each order', day: 'One journal a day' },
    initial: 'invoice',
  })
  journalsPer!: 'invoice' | 'day';

  @Choice({
    label: 'Status of journals on export',
    group: 'Cost of goods',
    options: { POSTED: 'Posted', DRAFT: 'Draft' },
    optionHelp: { DRAFT: 'Somebody posts them in Xero.' },
    initial: 'POSTED',
  })
  journalStatus!: 'POSTED' | 'DRAFT';
}
