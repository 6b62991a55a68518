import { expect, it } from 'vitest';
import { declarationOf } from '../sdk/index.js';
import { shownValue } from './shown-value.js';

const { fields } = declarationOf('invoice');

it.each([
  ['placedAt', '2026-11-25T16:32:17.000Z', 'Thu, 26 Nov 2026, 3:32:17 am AEDT'],
  ['dueOn', '2026-12-10', '10 Dec 2026'],
  ['dueOn', 'some day', 'some day'],
  ['reference', '2026-12-10', '2026-12-10'],
  ['total', '1234.5', '1,234.50'],
  ['approved', true, 'Yes'],
  ['lines', [{}, {}], '2 entries'],
  ['email', '', '–'],
])('says %s %j as people read it', (field, value, words) => {
  expect(shownValue(value, fields[field as keyof typeof fields], 'Australia/Sydney')).toBe(words);
});
