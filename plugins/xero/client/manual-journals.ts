import type { ManualJournalRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

/** Debits and credits without a document. The app gives them no number and takes the same one twice. */
export class ManualJournals {
  constructor(private readonly calls: Calls) {}

  create(journals: object[], writing: Writing): Promise<Said<ManualJournalRow>[]> {
    return this.calls.write<ManualJournalRow>('PUT', 'ManualJournals', journals, writing, { unitdp: undefined });
  }

  one(id: string): Promise<ManualJournalRow | undefined> {
    return this.calls.one<ManualJournalRow>('ManualJournals', id);
  }

  async onDay(date: string): Promise<ManualJournalRow[]> {
    const [year, month, day] = date.split('-').map(Number);
    const where = `Date==DateTime(${year},${month},${day})`;
    const rows: ManualJournalRow[] = [];
    for await (const page of this.calls.pages<ManualJournalRow>('ManualJournals', { where })) rows.push(...page.rows);
    return rows;
  }
}
