import { catalogue } from './catalogue.js';
import type { Body, Fields } from './shape.js';

/** The kinds of business objects the hub holds. */
export type RecordType = keyof typeof catalogue;

/** The fields of a record, by type: `RecordBody<'product'>`. */
export type RecordBody<T extends RecordType> = Body<(typeof catalogue)[T]['fields']>;

/** How a record type is declared; the same for all, for code that walks any of them. */
export interface RecordDeclaration {
  /** The field whose text names the record within its store. */
  key: string;
  /** Which fields are kept as typed columns beside the body. */
  head: { number?: string; date?: string; amount?: string; currency?: string; status?: string };
  /** The field a person knows it by. */
  title: string;
  fields: Fields;
}

/** All of them, in the order of the catalogue. */
export const recordTypes = Object.keys(catalogue) as RecordType[];

/** What a type of record is made of. */
export function declarationOf(type: RecordType): RecordDeclaration {
  return catalogue[type];
}

/** Whether the hub holds such records. */
export function isRecordType(type: string): type is RecordType {
  return Object.hasOwn(catalogue, type);
}
