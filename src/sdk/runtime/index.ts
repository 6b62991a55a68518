export type * from './protocol.js';
export { fill, type SignedRequest, signatureOf, signedRequest, writeQuery } from './request.js';
export { createRuntime } from './runtime.js';
