import { expect, it } from 'vitest';
import { troubleOf } from './trouble.js';

it.each([
  [{ code: 'ER_DISK_FULL' }, 'full'],
  [{ driverError: { code: 'ER_LOCK_DEADLOCK' } }, 'busy'],
  [{ fatal: true }, 'away'],
  [new DOMException('The operation was aborted due to timeout', 'TimeoutError'), undefined],
  [new Error('any other'), undefined],
  ['a text', undefined],
  [null, undefined],
])('tells the database’s own troubles from others: %j', (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});
