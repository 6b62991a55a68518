import type { DocumentTask } from './document-task.js';
import type { ImportTask } from './import-task.js';
import type { StateTask } from './state-task.js';

export * from './document-task.js';
export type * from './exports.js';
export * from './import-task.js';
export * from './state-task.js';

/** Any task, seen without its plugin's own types. */
export type Task = ImportTask | DocumentTask | StateTask;
