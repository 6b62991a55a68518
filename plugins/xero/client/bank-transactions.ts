import type { BankTransactionRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

export type Received = 'RECEIVE-OVERPAYMENT' | 'RECEIVE-PREPAYMENT';

/** Money that came in without an invoice. It has no number either. */
export class BankTransactions {
  constructor(private readonly calls: Calls) {}

  create(transactions: object[], writing: Writing): Promise<Said<BankTransactionRow>[]> {
    return this.calls.write<BankTransactionRow>('PUT', 'BankTransactions', transactions, writing);
  }

  /** Of one kind and day; asked by reference, the app finds nothing whatever there is. */
  onDay = (type: Received, date: string): Promise<BankTransactionRow[]> => this.dated(type, '==', date);

  /** All later ones of a kind: customers seldom pay what no invoice asks for. */
  after = (type: Received, date: string): Promise<BankTransactionRow[]> => this.dated(type, '>', date);

  private async dated(type: Received, compared: '==' | '>', date: string): Promise<BankTransactionRow[]> {
    const [year, month, day] = date.split('-').map(Number);
    const where = `Type=="${type}" AND Date${compared}DateTime(${year},${month},${day}) AND Status=="AUTHORISED"`;
    const rows: BankTransactionRow[] = [];
    for await (const page of this.calls.pages<BankTransactionRow>('BankTransactions', { where }))
      rows.push(...page.rows);
    return rows;
  }
}
