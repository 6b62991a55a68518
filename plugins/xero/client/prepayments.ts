import type { PrepaymentRow } from '../wire.js';
import type { Calls } from './calls.js';

/** Money that came in before there was an invoice, as far as it is neither used nor paid back. */
export class Prepayments {
  constructor(private readonly calls: Calls) {}

  one(id: string): Promise<PrepaymentRow | undefined> {
    return this.calls.one<PrepaymentRow>('Prepayments', id);
  }
}
