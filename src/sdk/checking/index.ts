export { checkManifest } from './check-manifest.js';
export { type Inspection, inspectPlugin } from './inspect-plugin.js';
export * from './outline.js';
export { statementRowOutline } from './statement-row-outline.js';
