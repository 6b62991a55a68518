import type { InvoiceRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

/** As many as fit into an address. */
const NAMED_AT_ONCE = 40;

export class Invoices {
  constructor(private readonly calls: Calls) {}

  /** Only creates: to the app, the other verb with a number that exists is a change of that invoice. It takes a number once. */
  create(invoices: object[], writing: Writing): Promise<Said<InvoiceRow>[]> {
    return this.calls.write<InvoiceRow>('PUT', 'Invoices', invoices, { ...writing, repeatable: true });
  }

  /** The number of a bill it takes twice. */
  createBills(bills: object[], writing: Writing): Promise<Said<InvoiceRow>[]> {
    return this.calls.write<InvoiceRow>('PUT', 'Invoices', bills, writing);
  }

  update(invoices: object[], writing: Writing): Promise<Said<InvoiceRow>[]> {
    return this.calls.write<InvoiceRow>('POST', 'Invoices', invoices, writing);
  }

  one(id: string): Promise<InvoiceRow | undefined> {
    return this.calls.one<InvoiceRow>('Invoices', id);
  }

  withIds = (ids: string[]): Promise<InvoiceRow[]> => this.listed('IDs', ids);

  numbered = (numbers: string[]): Promise<InvoiceRow[]> => this.listed('InvoiceNumbers', numbers);

  /** What was exported once more after this one was voided has its number with something behind it. */
  async exportedAgain(number: string): Promise<InvoiceRow[]> {
    const rows: InvoiceRow[] = [];
    const searchTerm = `${number}-R`;
    for await (const page of this.calls.pages<InvoiceRow>('Invoices', { searchTerm })) rows.push(...page.rows);
    return rows.filter(({ Type, InvoiceNumber = '' }) => Type === 'ACCREC' && InvoiceNumber.startsWith(searchTerm));
  }

  /** Bills of one day. Their numbers are not unique over there, and people write the supplier's own over them. */
  async billsOn(date: string): Promise<InvoiceRow[]> {
    const [year, month, day] = date.split('-').map(Number);
    const where = `Type=="ACCPAY" AND Date==DateTime(${year},${month},${day})`;
    const rows: InvoiceRow[] = [];
    for await (const page of this.calls.pages<InvoiceRow>('Invoices', { where })) rows.push(...page.rows);
    return rows;
  }

  /** One that stands there twice harms nobody. */
  async note(id: string, details: string, writing: Writing) {
    const records = { HistoryRecords: [{ Details: details.slice(0, 2500) }] };
    return this.calls.tell('PUT', `Invoices/${id}/History`, records, { ...writing, repeatable: true });
  }

  private async listed(by: 'IDs' | 'InvoiceNumbers', names: string[]): Promise<InvoiceRow[]> {
    const rows: InvoiceRow[] = [];
    for (let at = 0; at < names.length; at += NAMED_AT_ONCE) {
      const some = names.slice(at, at + NAMED_AT_ONCE).join(',');
      for await (const page of this.calls.pages<InvoiceRow>('Invoices', { [by]: some })) rows.push(...page.rows);
    }
    return rows;
  }
}
