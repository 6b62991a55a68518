import { checkPlugin } from 'patchbay/sdk/testing';
import { describe, it } from 'vitest';
import unleashed from '../plugin.js';
import { ANSWERS, MAPS } from './shop.js';

describe('Unleashed', () => {
  const at = new URL('../plugin.ts', import.meta.url).href;
  // The twin sells one product of which the code is too long for a shop.
  checkPlugin(unleashed, it, { at, answers: ANSWERS, maps: MAPS, mayRefuse: { 'import-products': 1 } });
});
