import { connections } from './connections.js';
import type { Broken } from './declared.js';
import { forms } from './forms.js';
import { maps } from './maps.js';
import { tasks } from './tasks.js';

export { importing } from './declared.js';

export const broken: Broken[] = [...connections, ...forms, ...maps, ...tasks];

// What can't even be read as a plugin.
export const hopeless: [what: string, module: string | Record<string, string>, problem: RegExp][] = [
  ['throws', `\nthrow new Error('on purpose')`, /^can't be loaded: on purpose \(plugin\.js:\d+\)$/],
  [
    'has a part that isn’t there',
    `import './missing.js'`,
    /^can't be loaded: Cannot find module '(\.\/)?missing\.js' imported from plugin\.js/,
  ],
  ['is no JavaScript', 'export default {', /can't be loaded/],
  ['imports what isn’t there', `import 'nowhere-to-be-found'`, /nowhere-to-be-found/],
  ['exports nothing', 'export const a = 1', /definePlugin/],
  ['exports null', 'export default null', /definePlugin/],
  ['has no module', { 'README.md': 'soon' }, /plugin.js is missing/],
];
