import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { buildPayment, mergePayments, paymentParents, paymentRefs } from '../money/build-payments.js';
import { changePayment } from '../money/change-payment.js';
import { findMoney } from '../money/find-money.js';
import type { MoneyDocument } from '../money/money-document.js';
import { only } from '../money/only.js';
import { owe, receive, settleOwed } from '../money/owe.js';
import { pay } from '../money/pay.js';
import { verifyOwing } from '../money/verify.js';
import { verifyPayments } from '../money/verify-payment.js';

/** Payments follow their invoices. The app would take one twice: what can't be found is sent again only by a person. */
export const exportPayments = documentTask<'payment', XeroApi, MoneyDocument>({
  id: 'export-payments',
  title: 'Export payments',
  record: 'payment',
  schedule: '10 6,18 * * *',
  batch: 50,
  follows: ['export-invoices'],
  parents: paymentParents,
  // Which side of the start date it is on is its invoice's matter: an order may be paid long before it leaves.
  eligible: [],
  uses: paymentRefs,
  build: buildPayment,
  merge: mergePayments,
  change: changePayment,
  steps: {
    pay: only(pay),
    receive: only(receive),
    owe: only(owe),
    verify: only(verifyOwing),
    settle: only(settleOwed),
    'verify-payment': only(verifyPayments),
  },
  find: findMoney,
  settle: '2 minutes',
  doublesUnlessFound: true,
});
