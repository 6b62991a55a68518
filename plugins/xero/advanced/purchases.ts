import { Choice } from 'patchbay/sdk';

/** When purchase orders become bills, and which. */
export class Purchases {
  @Choice({
    label: 'Export purchase orders when',
    group: 'Purchases',
    options: { both: 'Sent and received', sent: 'Sent', received: 'Received' },
    optionHelp: {
      both: 'The bill is there as soon as you order, and says what came once you have received it.',
      received: 'Once all of it has come.',
    },
    initial: 'both',
  })
  billsWhen!: 'both' | 'sent' | 'received';

  @Choice({
    label: 'Status of bills on export',
    group: 'Purchases',
    options: { DRAFT: 'Draft', SUBMITTED: 'Awaiting approval', AUTHORISED: 'Approved' },
    optionHelp: {
      DRAFT: 'So that it can still be brought up to date when the goods are received.',
      AUTHORISED: 'What changes afterwards is asked about.',
    },
    initial: 'DRAFT',
  })
  billStatus!: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';
}
