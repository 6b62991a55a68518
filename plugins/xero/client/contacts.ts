import type { ContactRow, InvoiceRow } from '../wire.js';
import type { Calls, Reading, Said, Writing } from './calls.js';

/** As many as fit into an address. */
const NUMBERS_AT_ONCE = 20;
const IDS_AT_ONCE = 40;

export class Contacts {
  constructor(private readonly calls: Calls) {}

  /** Archived ones too: they can't be invoiced any more. */
  pages(from: Reading) {
    return this.calls.pages<ContactRow>('Contacts', { includeArchived: true, order: 'UpdatedDateUTC ASC' }, from);
  }

  /**
   * Those who changed, and those of documents that did: somebody's first sale or bill makes a customer or a supplier of them, which the
   * app doesn't call a change of the contact.
   */
  async *changed(type: 'ACCREC' | 'ACCPAY', from: Reading) {
    yield* this.pages(from);
    if (!from.since) return;
    const query = { where: `Type=="${type}"`, summaryOnly: true };
    for await (const { rows } of this.calls.pages<InvoiceRow>('Invoices', query, { ...from, place: undefined })) {
      const ids = [...new Set(rows.flatMap(({ Contact: contact }) => contact?.ContactID ?? []))];
      for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
        const some = { IDs: ids.slice(at, at + IDS_AT_ONCE).join(','), includeArchived: true };
        for await (const page of this.calls.pages<ContactRow>('Contacts', some)) yield { rows: page.rows };
      }
    }
  }

  /** By the app's id, or by the number that we gave it. */
  of(idOrNumber: string): Promise<ContactRow | undefined> {
    return this.calls.one<ContactRow>('Contacts', idOrNumber);
  }

  async named(name: string): Promise<ContactRow | undefined> {
    const query = { where: `Name=="${escaped(name)}"`, page: 1, includeArchived: true };
    const rows = await this.calls.all<ContactRow>('Contacts', query);
    return rows.find((row) => row.Name?.toLowerCase() === name.toLowerCase());
  }

  /** Those of these numbers that there are. */
  async numbered(numbers: string[]): Promise<ContactRow[]> {
    const rows: ContactRow[] = [];
    for (let at = 0; at < numbers.length; at += NUMBERS_AT_ONCE) {
      const some = numbers.slice(at, at + NUMBERS_AT_ONCE);
      const where = some.map((number) => `ContactNumber=="${escaped(number)}"`).join(' OR ');
      for await (const { rows: page } of this.calls.pages<ContactRow>('Contacts', { where, includeArchived: true })) {
        rows.push(...page);
      }
    }
    return rows;
  }

  create(contacts: object[], writing: Writing): Promise<Said<ContactRow>[]> {
    return this.calls.write<ContactRow>(
      'PUT',
      'Contacts',
      contacts,
      { ...writing, repeatable: true },
      { unitdp: undefined },
    );
  }

  /** What gets no answer may still be carried out later, over something newer: it is never repeated at once. */
  update(contacts: object[], writing: Writing): Promise<Said<ContactRow>[]> {
    return this.calls.write<ContactRow>('POST', 'Contacts', contacts, writing, { unitdp: undefined });
  }
}

const escaped = (text: string): string => text.replace(/["\\]/g, '\\$&');
