import { checkPlugin } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import connect from '../plugin.js';

describe('Connect', () => {
  checkPlugin(connect, it, { at: new URL('../plugin.ts', import.meta.url).href });

  it('moves nothing and asks for nothing', () => {
    expect(connect).not.toHaveProperty('connection');
    expect(connect).not.toHaveProperty('tasks');
  });
});
