import type { AllocationRow, CreditNoteRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

const NAMED_AT_ONCE = 20;
const ORDERS_AT_ONCE = 10;

export class CreditNotes {
  constructor(private readonly calls: Calls) {}

  /** Only creates: the app refuses a number that a customer's credit note has already. */
  create(credits: object[], writing: Writing): Promise<Said<CreditNoteRow>[]> {
    return this.calls.write<CreditNoteRow>('PUT', 'CreditNotes', credits, { ...writing, repeatable: true });
  }

  update(credits: object[], writing: Writing): Promise<Said<CreditNoteRow>[]> {
    return this.calls.write<CreditNoteRow>('POST', 'CreditNotes', credits, writing);
  }

  one(id: string): Promise<CreditNoteRow | undefined> {
    return this.calls.one<CreditNoteRow>('CreditNotes', id);
  }

  async numbered(numbers: string[]): Promise<CreditNoteRow[]> {
    const rows: CreditNoteRow[] = [];
    for (let at = 0; at < numbers.length; at += NAMED_AT_ONCE) {
      const some = numbers.slice(at, at + NAMED_AT_ONCE);
      const where = some.map((number) => `CreditNoteNumber=="${number.replace(/["\\]/g, '')}"`).join(' OR ');
      for await (const page of this.calls.pages<CreditNoteRow>('CreditNotes', { where })) rows.push(...page.rows);
    }
    return rows;
  }

  /** Those that say of themselves that they are about these orders. */
  async aboutOrders(orders: string[]): Promise<CreditNoteRow[]> {
    const rows: CreditNoteRow[] = [];
    for (let at = 0; at < orders.length; at += ORDERS_AT_ONCE) {
      const some = orders.slice(at, at + ORDERS_AT_ONCE).map((order) => order.replace(/["\\]/g, ''));
      const says = some.map(
        (order) =>
          `Reference.EndsWith(" of ${order}") OR Reference.EndsWith(" for ${order}") OR Reference.StartsWith("Cancelled: ${order} /")`,
      );
      const where = `Type=="ACCRECCREDIT" AND Reference!=null AND (${says.join(' OR ')})`;
      for await (const page of this.calls.pages<CreditNoteRow>('CreditNotes', { where })) rows.push(...page.rows);
    }
    return rows;
  }

  /** Lets it pay for an invoice that is still open. What is left of both may be enough for a second time. */
  allocate(id: string, allocation: { invoiceId: string; amount: string; date: string }, writing: Writing) {
    const { invoiceId, amount, date } = allocation;
    const json = { Allocations: [{ Amount: Number(amount), Date: date, Invoice: { InvoiceID: invoiceId } }] };
    return this.calls.tell<{ Allocations?: AllocationRow[] }>('PUT', `CreditNotes/${id}/Allocations`, json, writing);
  }
}
