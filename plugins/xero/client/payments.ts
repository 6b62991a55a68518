import type { PaymentRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

/** Payments of invoices, and money paid back from credit notes. The app knows no number of theirs and takes the same one twice. */
export class Payments {
  constructor(private readonly calls: Calls) {}

  create(payments: object[], writing: Writing): Promise<Said<PaymentRow>[]> {
    return this.calls.write<PaymentRow>('PUT', 'Payments', payments, writing);
  }

  one(id: string): Promise<PaymentRow | undefined> {
    return this.calls.one<PaymentRow>('Payments', id);
  }

  /** All of one day that hold. Whose they are is told by their reference, which the app's filters don't know. */
  async onDay(date: string): Promise<PaymentRow[]> {
    const [year, month, day] = date.split('-').map(Number);
    const where = `Date==DateTime(${year},${month},${day}) AND Status=="AUTHORISED"`;
    const rows: PaymentRow[] = [];
    for await (const page of this.calls.pages<PaymentRow>('Payments', { where })) rows.push(...page.rows);
    return rows;
  }
}
