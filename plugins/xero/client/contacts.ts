import type { ContactRow } from '../wire.js';
import type { Calls, Reading, Said, Writing } from './calls.js';

export class Contacts {
  constructor(private readonly calls: Calls) {}

  /** Archived ones too: they can't be invoiced any more. */
  pages(from: Reading) {
    return this.calls.pages<ContactRow>('Contacts', { includeArchived: true, order: 'UpdatedDateUTC ASC' }, from);
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

  /** Creates those that are new and updates the others: known by id, else by number. */
  save(contacts: object[], writing: Writing): Promise<Said<ContactRow>[]> {
    return this.calls.write<ContactRow>('POST', 'Contacts', contacts, writing, { unitdp: undefined });
  }
}

const escaped = (text: string): string => text.replace(/["\\]/g, '\\$&');
