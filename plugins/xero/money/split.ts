import { money, type RecordBody } from 'patchbay/sdk';

type Invoice = RecordBody<'invoice'>;

export interface Split {
  due: string;
  /** What was paid too much. */
  over: string;
}

/** What of a payment its invoice owes, first to last; the rest is too much. */
export function split({ number, amount }: RecordBody<'payment'>, order: Invoice): Split {
  let left = order.total;
  for (const one of order.payments ?? []) {
    const takes = least(money.compare(left, 0) > 0 ? left : '0', one.number === number ? amount : one.amount);
    if (one.number === number) return { due: takes, over: money.subtract(amount, takes) };
    left = money.subtract(left, takes);
  }
  return { due: amount, over: '0' };
}

/** What came in for an order, up to all of it. */
export const paidOf = ({ total, payments }: Invoice): string =>
  least(total, money.add(0, ...(payments ?? []).map(({ amount }) => amount)));

export const least = (one: string, other: string): string => (money.compare(one, other) < 0 ? one : other);
