import type { Said } from '../client/calls.js';
import type { ContactRow } from '../wire.js';
import type { Wrong } from '../wrongs.js';

/** What became of one contact. */
export type Saved = { id: string } | { wrongs: Wrong[] };

export const savedBy = (said: Said<ContactRow>): Saved => ('row' in said ? { id: said.row.ContactID } : said);
