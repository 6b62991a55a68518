import { expect, it } from 'vitest';
import { countryCode, countryName } from './countries.js';

it.each([
  ['New Zealand', 'NZ'],
  [' australia ', 'AU'],
  ['nz', 'NZ'],
  ['Nowhere', undefined],
  ['', undefined],
  [7, undefined],
])('a country written %j is %j', (written, code) => {
  expect(countryCode(written)).toBe(code);
});

it.each([
  ['NZ', 'New Zealand'],
  ['nz', undefined],
  ['<b>', undefined],
  [null, undefined],
])('%j is called %j', (code, name) => {
  expect(countryName(code)).toBe(name);
});
