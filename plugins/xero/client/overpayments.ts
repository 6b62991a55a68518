import type { OverpaymentRow } from '../wire.js';
import type { Calls } from './calls.js';

/** Money that came in beyond what was owed, as far as it is neither used nor paid back. */
export class Overpayments {
  constructor(private readonly calls: Calls) {}

  one(id: string): Promise<OverpaymentRow | undefined> {
    return this.calls.one<OverpaymentRow>('Overpayments', id);
  }
}
