import type { Answer } from './envelope.js';

/** How customers pay, and the accounting account each way belongs to. */
export const PAYMENT_METHODS = [
  { ID: '1', Name: 'Credit Card', Active: 'True', Visible: 'True', Acc_code: '11310' },
  { ID: '2', Name: 'PayPal', Active: 'True', Visible: 'True', Acc_code: '11320' },
  { ID: '3', Name: 'Bank Deposit', Active: 'True', Visible: 'True', Acc_code: '11110' },
  { ID: '4', Name: 'Cash', Active: 'True', Visible: 'False', Acc_code: '' },
  { ID: '5', Name: 'Cheque', Active: 'False', Visible: 'False', Acc_code: '' },
  { ID: '6', Name: 'Gift Voucher', Active: 'True', Visible: 'True', Acc_code: '' },
  { ID: '7', Name: 'Store Credit', Active: 'True', Visible: 'False', Acc_code: '' },
];

export function paymentMethod(idOrName: string) {
  const wanted = idOrName.toLowerCase();
  return PAYMENT_METHODS.find((method) => method.ID === wanted || method.Name.toLowerCase() === wanted);
}

export const VOUCHER = '6';
export const STORE_CREDIT = '7';

export function getPaymentMethods(): Answer {
  return { body: { PaymentMethods: { PaymentMethod: PAYMENT_METHODS } } };
}
