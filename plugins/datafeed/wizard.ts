import { Choice, DateField, Step, Text } from 'patchbay/sdk';
import { checkNames } from './wizard-checks.js';

@Step({ title: 'Get started', intro: 'What of the other store shall be processed here, and from when on?' })
export class GetStarted {
  @DateField({
    label: 'Feed orders from',
    help: 'Orders of this day and later become orders of this store, with their payments and returns.',
  })
  startDate!: string;

  @Choice({
    label: 'Customers',
    options: { separate: 'Keep them apart', same: 'The same username is the same person' },
    optionHelp: {
      separate: 'The other store’s usernames get its mark put before them, so that two people of one name stay two.',
      same: 'Where both stores know a username, this store’s own details stay as they are.',
    },
    initial: 'separate',
  })
  customers!: 'separate' | 'same';

  @Choice({
    label: 'Products',
    options: { feed: 'Add those that are missing here', leave: 'Leave them out' },
    optionHelp: {
      feed: 'A SKU that both stores know is the same product, and this store’s own details stay as they are.',
      leave: 'Choose this where both stores get their products from one stock system.',
    },
    initial: 'feed',
  })
  products!: 'feed' | 'leave';
}

@Step({
  title: 'Tell the stores apart',
  intro:
    'Both stores number their orders by themselves. Change the order prefix of the other store first, where its platform sets it. In Neto: Setup & Tools → All settings & tools → Sales Orders & Invoices → Invoice & Statement Settings → Order/invoice ID prefix. It is N unless somebody has changed it.',
  check: checkNames,
})
export class ChooseNames {
  @Text({
    label: 'Order prefix of the other store',
    help: 'What its order numbers begin with from now on, such as B for B10042. Orders from before the change are listed in the import log and stay out.',
    distinct: 'store',
    maxLength: 10,
    pattern: '^[A-Za-z][\\w-]*$',
    patternHelp: 'begin with a letter; letters, digits, hyphens and underscores only',
  })
  orderPrefix!: string;

  @Text({
    label: 'Mark of the other store',
    help: 'Put before its payment and return numbers, payment methods, warehouses and, if customers are kept apart, usernames: all of them are counted or named per store.',
    placeholder: 'B-',
    distinct: 'store',
    marks: ['payment', 'return', 'refund', 'payment-method', 'warehouse', 'customer'],
    maxLength: 10,
    pattern: '^[\\w-]+$',
    patternHelp: 'letters, digits, hyphens and underscores only',
  })
  mark!: string;
}
