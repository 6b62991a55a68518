export type * from './protocol.js';
export { createRuntime } from './runtime.js';
