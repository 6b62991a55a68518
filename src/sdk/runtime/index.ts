export { knownBy } from './known-by.js';
export type * from './protocol.js';
export { fill, lowerCase, recipeHeaders, signatureOf, signedRequest, writeQuery } from './request.js';
export { createRuntime } from './runtime.js';
