import { address } from './people.js';
import { date, decimal, instant, list, money, must, object, text, yesNo } from './shape.js';

// What was agreed, and the money for it.

export const invoice = {
  key: 'number',
  head: { number: 'number', date: 'date', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** One of `quote`, `hold`, `layby`, `open`, `partly-dispatched`, `dispatched`, `cancelled`. */
    status: must(text('Status', 20)),
    approved: yesNo('Approved'),
    /** Invoice date in the store's time zone. */
    date: date('Invoice date'),
    dueOn: date('Due'),
    paymentTerms: text('Payment terms', 100),
    /** The day in the store on which it was first seen cancelled. */
    cancelledOn: date('Cancelled'),
    placedAt: instant('Placed'),
    dispatchedAt: instant('Dispatched'),
    updatedAt: instant('Last changed in the store'),
    username: text('Customer', 100),
    email: text('Email', 255),
    channel: text('Sales channel', 100),
    reference: text('Customer’s reference', 200),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Prices contain tax'),
    /** What the customer pays, tax included. */
    total: must(money('Total')),
    tax: money('Tax in the total'),
    shipping: money('Shipping'),
    shippingTax: money('Tax on shipping'),
    surcharge: money('Surcharge'),
    surchargeTaxed: yesNo('Surcharge is taxed'),
    /** A positive amount that lowers the total, beyond the discounts of the lines. */
    discount: money('Discount'),
    /** What has been paid on it, first to last: what goes beyond the total was too much. */
    payments: list('Payments', {
      /** Key of the payment's record. */
      number: must(text('Number', 50)),
      amount: must(money('Amount')),
      /** Key of the payment method's record, or its name where the store keeps no list of them. */
      method: text('Payment method', 50),
      paidOn: date('Paid on'),
    }),
    billing: object('Billing address', address),
    delivery: object('Delivery address', address),
    deliveryNote: text('Delivery instructions', 2000),
    lines: list(
      'Lines',
      {
        id: must(text('Line', 50)),
        sku: must(text('SKU', 100)),
        name: text('Name', 500),
        quantity: must(decimal('Quantity')),
        dispatched: decimal('Dispatched'),
        /** Per unit before discount, with or without tax as `taxInclusive` says. */
        unitPrice: must(money('Unit price')),
        /** For the whole line, of the same kind as `unitPrice`. */
        discount: money('Discount'),
        tax: money('Tax on the line'),
        taxCode: text('Tax code', 50),
        /** Key of the warehouse it leaves from. */
        warehouse: text('Warehouse', 50),
        /** Per unit, without tax, in the store's own currency. */
        cost: money('Cost per unit'),
        /** Set on a component: the SKU of the kit that was sold. */
        kit: text('Part of kit', 100),
      },
      2000,
    ),
  },
} as const;

export const returned = {
  key: 'number',
  head: { number: 'number', date: 'approvedOn', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** `open` or `closed`. */
    status: must(text('Status', 20)),
    invoice: text('Invoice', 50),
    username: text('Customer', 100),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Amounts contain tax'),
    issuedOn: date('Issued'),
    approvedOn: date('Approved'),
    /** What the customer is credited, tax included. */
    total: money('Refund total'),
    tax: money('Tax in the refund'),
    /** Of the lines, of the kind that `taxInclusive` says. */
    subtotal: money('Refund of the lines'),
    shippingRefund: money('Refund of shipping'),
    shippingTaxCode: text('Tax code of shipping', 50),
    surchargeRefund: money('Refund of the surcharge'),
    /** What has been paid back so far. */
    refundedTotal: money('Refunded'),
    lines: list('Lines', {
      id: must(text('Line', 50)),
      sku: must(text('SKU', 100)),
      name: text('Name', 500),
      quantity: must(decimal('Quantity')),
      reason: text('Reason', 200),
      restocked: yesNo('Put back into stock'),
      warehouse: text('Warehouse', 50),
      /** For the whole line, with or without tax as `taxInclusive` says. */
      refund: money('Refund'),
      tax: money('Tax on the line'),
      taxCode: text('Tax code', 50),
      /** What the customer gets for it: a refund, a replacement, credit. */
      outcome: text('Outcome', 100),
    }),
  },
} as const;

export const refund = {
  key: 'number',
  head: { number: 'number', date: 'refundedOn', amount: 'amount', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** `pending` or `refunded`. */
    status: text('Status', 20),
    /** Key of the return's record. Absent: money back that no return belongs to. */
    return: text('Return', 50),
    /** Key of the invoice's record. */
    invoice: text('Invoice', 50),
    username: text('Customer', 100),
    /** Key of the payment method's record, or its name where the store keeps no list of them. */
    method: text('Payment method', 50),
    /** Positive. */
    amount: must(money('Amount')),
    currency: text('Currency', 3),
    /** When it was promised, and when it was paid back: the latter is the date that rules and reports go by. */
    issuedOn: date('Issued'),
    refundedOn: date('Refunded'),
    reference: text('Reference', 200),
  },
} as const;

export const payment = {
  key: 'number',
  head: { number: 'number', date: 'paidOn', amount: 'amount', currency: 'currency' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** Key of the invoice's record. */
    invoice: text('Invoice', 50),
    /** Key of the payment method's record, or its name where the store keeps no list of them. */
    method: text('Payment method', 50),
    /** Positive. */
    amount: must(money('Amount')),
    currency: text('Currency', 3),
    paidOn: date('Paid on'),
    /** What else it is known by: a card’s authorisation, the number of a cheque. */
    reference: text('Reference', 200),
  },
} as const;

export const purchaseOrder = {
  key: 'number',
  head: { number: 'number', date: 'receivedOn', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** One of `open`, `partly-received`, `received`, `cancelled`. */
    status: must(text('Status', 20)),
    /** Key of the supplier's record. */
    supplier: text('Supplier', 100),
    orderedOn: date('Ordered'),
    receivedOn: date('Received'),
    dueOn: date('Due'),
    reference: text('Supplier’s reference', 200),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Prices contain tax'),
    total: must(money('Total')),
    tax: money('Tax in the total'),
    lines: list(
      'Lines',
      {
        id: must(text('Line', 50)),
        sku: text('SKU', 100),
        name: text('Name', 500),
        quantity: must(decimal('Quantity')),
        received: decimal('Received'),
        unitPrice: must(money('Unit price')),
        tax: money('Tax on the line'),
        taxCode: text('Tax code', 50),
        account: text('Account', 50),
        warehouse: text('Warehouse', 50),
      },
      2000,
    ),
  },
} as const;
