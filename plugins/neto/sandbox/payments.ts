import type { StoreClock } from './clock.js';
import { cents, money } from './decimal.js';
import type { Answer } from './envelope.js';
import { type Criteria, tests } from './filter.js';
import type { Order } from './order.js';
import type { Payment } from './payment.js';
import { paymentMethod } from './payment-methods.js';
import type { Reading } from './reading.js';
import { Missing, Refusal } from './refusal.js';
import type { SeededSales } from './seeded-sales.js';
import type { Table } from './selectors.js';
import { type Given, givenList, text, texts } from './wire.js';
import { writeEach } from './writing.js';

export interface PaymentHost {
  clock: StoreClock;
  order(id: string): Order | undefined;
  /** Lets the order take notice of what was paid. */
  settle(orderId: string): void;
  changed(): void;
}

const TEXTS = [
  'ProcessBy',
  'AuthorisationMessage',
  'CardHolder',
  'CardExpiryDate',
  'CardAuthorisation',
  'AccountName',
  'AccountBSB',
  'AccountNumber',
  'ChequeNumber',
  'PaymentNotes',
];

const CRITERIA: Criteria<Payment> = {
  texts: { PaymentID: (payment) => payment.id, OrderID: (payment) => payment.orderId },
  instants: { DatePaid: (payment) => payment.datePaid },
};

/** Payments carry the currency that orders do not tell. */
export class Payments {
  private readonly addedTo = new Map<string, Payment[]>();
  private lastId: number;

  constructor(
    private readonly shop: PaymentHost,
    private readonly seeded: SeededSales,
    private readonly added: Payment[],
  ) {
    for (const payment of added) this.remember(payment);
    this.lastId = added.reduce((highest, { id }) => Math.max(highest, Number(id)), seeded.count * 2);
  }

  kept(): Payment[] {
    return this.added;
  }

  of(orderId: string): Payment[] {
    const place = this.seeded.place(orderId);
    const added = this.addedTo.get(orderId) ?? [];
    return place < 0 ? added : [...this.seeded.payments(place), ...added];
  }

  read(reading: Reading): Answer {
    const ids = texts(reading.filter.OrderID);
    const rows = ids.length > 0 ? [...new Set(ids)].flatMap((id) => this.of(id.toUpperCase())) : this.all(reading);
    return reading.answer('Payment', rows, CRITERIA, this.table());
  }

  add(body: Given): Answer {
    return writeEach(body, 'Payment', (given) => {
      const order = this.shop.order(text(given.OrderID) ?? '');
      if (!order) throw new Missing('Order', text(given.OrderID) ?? '');
      const method = paymentMethod(text(given.PaymentMethodID) || text(given.PaymentMethodName) || '');
      if (!method) throw new Refusal('PaymentMethodID or PaymentMethodName is required and must be known');
      const amount = cents(text(given.AmountPaid) ?? '');
      const payment: Payment = {
        id: String(this.lastId + 1),
        orderId: order.id,
        amount,
        currency: order.currency,
        datePaid: this.datePaid(given),
        methodId: method.ID,
        methodName: method.Name,
        texts: { ProcessBy: 'api', CardAuthorisation: text(given.CardAuthorisation) ?? '', PaymentNotes: notes(given) },
      };
      this.lastId += 1;
      this.added.push(payment);
      this.remember(payment);
      this.shop.settle(order.id);
      this.shop.changed();
      return { PaymentID: payment.id };
    });
  }

  /** Seeded payments are only worked out where their order's dates say that they may match. */
  private *all(reading: Reading): Generator<Payment> {
    const near = tests(reading.filter, { instants: { DatePaid: (paid: { at: number }) => paid.at } }, this.shop.clock);
    for (let place = 0; place < this.seeded.count; place++) {
      const moments = this.seeded.paidAt(place);
      if (moments.some((at) => near.every((test) => test({ at })))) yield* this.seeded.payments(place);
    }
    yield* this.added;
  }

  private remember(payment: Payment): void {
    this.addedTo.set(payment.orderId, [...(this.addedTo.get(payment.orderId) ?? []), payment]);
  }

  private datePaid(given: Given): number {
    const said = text(given.DatePaid);
    if (!said) return this.shop.clock.now();
    const instant = this.shop.clock.parse(said);
    if (instant === undefined) throw new Refusal(`Invalid DatePaid: '${said}' is not a date`);
    return instant;
  }

  private table(): Table<Payment> {
    const { clock } = this.shop;
    return {
      always: { PaymentID: (payment) => payment.id, OrderID: (payment) => payment.orderId },
      columns: {
        ID: (payment) => payment.id,
        ...Object.fromEntries(TEXTS.map((name) => [name, (payment: Payment) => payment.texts[name] ?? ''])),
        AmountPaid: (payment) => money(payment.amount),
        CurrencyCode: (payment) => payment.currency,
        DatePaid: (payment) => clock.local(payment.datePaid),
        DatePaidLocal: (payment) => clock.local(payment.datePaid),
        DatePaidUTC: (payment) => clock.utc(payment.datePaid),
        PaymentMethod: (payment) => payment.methodId,
        PaymentMethodName: (payment) => payment.methodName,
      },
    };
  }
}

function notes(given: Given): string {
  return givenList(given.TransactionNotes, 'TransactionNote')
    .map((note) => [text(note.Title), text(note.Description)].filter(Boolean).join(': '))
    .join('\n');
}
