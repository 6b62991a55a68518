export { type FieldProblem, readBody } from './read-body.js';
export * from './record-types.js';
export type { Fields, Shape } from './shape.js';
