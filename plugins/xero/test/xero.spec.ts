import { checkPlugin } from 'patchbay/sdk/testing';
import { describe, it } from 'vitest';
import xero from '../plugin.js';
import { ANSWERS, MAPS } from './shop.js';

describe('Xero', () => {
  const at = new URL('../plugin.ts', import.meta.url).href;
  // Nobody has sold the twin's shop anything, so that nobody is its supplier.
  checkPlugin(xero, it, { at, answers: ANSWERS, maps: MAPS, mayBeEmpty: ['import-suppliers'] });
});
