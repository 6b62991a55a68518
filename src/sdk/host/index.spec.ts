import { expect, it } from 'vitest';
import * as authors from '../index.js';
import * as host from './index.js';

it('shows authors nothing that is the host’s alone', () => {
  expect(Object.keys(host)).toContain('manifestOf');
  expect(Object.keys(host).filter((name) => name in authors)).toEqual([]);
});
