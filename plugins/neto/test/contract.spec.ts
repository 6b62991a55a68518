import { checkPlugin } from 'patchbay/sdk/testing';
import { describe, it } from 'vitest';
import neto from '../plugin.js';

describe('the addon', () => {
  checkPlugin(neto, it, { at: new URL('../plugin.ts', import.meta.url).href });
});
