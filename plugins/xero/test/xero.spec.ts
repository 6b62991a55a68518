import { checkPlugin } from 'patchbay/sdk/testing';
import { describe, it } from 'vitest';
import xero from '../plugin.js';

describe('Xero', () => {
  const at = new URL('../plugin.ts', import.meta.url).href;
  checkPlugin(xero, it, { at });
});
