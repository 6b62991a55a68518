import type { Answer } from './envelope.js';
import type { Criteria } from './filter.js';
import type { Reading } from './reading.js';
import type { Table } from './selectors.js';

type Content = Record<(typeof FIELDS)[number], string>;

const FIELDS = [
  'ContentID',
  'ContentName',
  'ContentType',
  'ParentContentID',
  'Active',
  'SortOrder',
  'ContentReference',
  'ContentURL',
] as const;

const CONTENTS: Content[] = ['Ferns', 'Figs', 'Pots', 'Tools', 'Linen'].map((name, at) => ({
  ContentID: String(at + 1),
  ContentName: name,
  ContentType: 'category',
  ParentContentID: '0',
  Active: 'True',
  SortOrder: String(at + 1),
  ContentReference: name.toLowerCase(),
  ContentURL: `/${name.toLowerCase()}/`,
}));

const told = (name: (typeof FIELDS)[number]) => [name, (content: Content) => content[name]] as const;
const CRITERIA: Criteria<Content> = { texts: Object.fromEntries(FIELDS.map(told)) };
const TABLE: Table<Content> = {
  always: Object.fromEntries([told('ContentID')]),
  columns: { ID: (content) => content.ContentID, ...Object.fromEntries(FIELDS.map(told)) },
};

export function getContent(reading: Reading): Answer {
  return reading.answer('Content', CONTENTS, CRITERIA, TABLE);
}
