// What the host does with what authors declare. Authors don't get to see it: it may change with every version of the hub.
export { fromPlainError, type PlainError, toPlainError } from '../errors.js';
export { type FieldManifest, isAsked, rulesOf } from '../fields.js';
export type * from '../manifest.js';
export { manifestOf } from '../manifest-of.js';
export { readBody } from '../records/read-body.js';
export { STATEMENT_KINDS } from '../statements.js';
