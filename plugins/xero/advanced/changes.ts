import { Choice } from 'patchbay/sdk';

/** What becomes of documents once they are there. */
export class Changes {
  @Choice({
    label: 'Closed periods',
    group: 'Changes',
    options: { wait: 'Wait until the period is open', 'first-open-day': 'Post on the first open day' },
    optionHelp: {
      wait: 'Its line in the export log offers the first open day, for that document alone.',
      'first-open-day': 'The document gets that date; its number and lines say which order it is.',
    },
    initial: 'wait',
  })
  lockedPeriod!: 'wait' | 'first-open-day';

  @Choice({
    label: 'Orders changed after they were approved in Xero',
    group: 'Changes',
    options: { ask: 'Ask me', difference: 'Credit or invoice the difference' },
    optionHelp: { ask: 'Drafts are always brought up to date. Nothing that is approved is altered in silence.' },
    initial: 'ask',
  })
  edits!: 'ask' | 'difference';

  @Choice({
    label: 'Orders cancelled after export',
    group: 'Changes',
    options: { credit: 'Credit them', void: 'Void the invoice while nothing is paid on it', ask: 'Ask me' },
    initial: 'credit',
  })
  cancelled!: 'credit' | 'void' | 'ask';
}
