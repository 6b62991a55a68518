import { expect, it } from 'vitest';
import { isVersion, satisfies } from './version.js';

it.each([
  ['1.4.2', '^1', true],
  ['1.4.2', '^1.4', true],
  ['1.4.2', '^1.5', false],
  ['2.0.0', '^1', false],
  ['1.4.2', '~1.4.1', true],
  ['1.5.0', '~1.4.1', false],
  ['1.4.2', '1', true],
  ['1.4.2', '1.4.2', true],
  ['1.4.2', '1.4.3', false],
  ['0.3.1', '^0.2', false],
  ['0.2.9', '^0.2.1', true],
  ['1.0.0', '>=1', undefined],
  ['1.0.0', '', undefined],
])('%s in %s: %s', (version, range, fits) => {
  expect(satisfies(version, range)).toBe(fits);
});

it('knows a semantic version when it sees one', () => {
  for (const text of ['0.0.1', '1.2.3-beta.1', '10.20.30+build']) expect(isVersion(text)).toBe(true);
  for (const text of ['1', '1.2', 'v1.2.3', '01.2.3', '']) expect(isVersion(text)).toBe(false);
});
