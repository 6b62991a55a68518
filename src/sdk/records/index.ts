export * from './record-types.js';
export type { Fields, Shape } from './shape.js';
