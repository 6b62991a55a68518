import type { ItemRow } from '../wire.js';
import type { Calls, Said, Writing } from './calls.js';

export class Items {
  constructor(private readonly calls: Calls) {}

  /** The app gives its items in one piece. */
  all<Row = ItemRow>(since?: Date): Promise<Row[]> {
    return this.calls.all<Row>('Items', {}, { since });
  }

  /**
   * Creates those that are new and updates the others, known by their code. What gets no answer may still be carried out later, over
   * something newer: it is never repeated at once.
   */
  save(items: object[], writing: Writing): Promise<Said<ItemRow>[]> {
    return this.calls.write<ItemRow>('POST', 'Items', items, writing);
  }
}
