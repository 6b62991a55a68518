// What the twins of any app are made of.
export * from './guids.js';
export * from './page.js';
