import { expect, it } from 'vitest';
import { strikeOut, strikerOf } from './strike-out.js';

const secret = 'k3y/With+Signs&"quotes" und Größe';

it.each([
  ['as it is', secret],
  ['in an address', encodeURIComponent(secret)],
  [
    'in an address, in small letters',
    encodeURIComponent(secret).toLowerCase().replace('with', 'With').replace('signs', 'Signs').replace('gr', 'Gr'),
  ],
  ['in a form', new URLSearchParams({ s: secret }).toString()],
  ['in JSON', JSON.stringify({ s: secret })],
  ['in JSON with escaped slashes', JSON.stringify({ s: secret }).replaceAll('/', '\\/')],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64url', Buffer.from(secret).toString('base64url')],
  ['in base64 behind one letter', Buffer.from(`x${secret}`).toString('base64')],
  ['in base64 behind a name and before more', Buffer.from(`id:${secret}:more`).toString('base64')],
  ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ['in an XML text', `<k>${secret.replaceAll('&', '&amp;')}</k>`],
])('finds a secret %s', (_, text) => {
  const struck = strikeOut(`before ${text} after`, [secret]);
  expect(struck).toContain('•••');
  expect(struck).toMatch(/^before .* after$/s);
  for (const part of ['With', 'Signs', 'quotes', Buffer.from('Signs&"quotes').toString('base64').slice(2, -3)]) {
    expect(struck).not.toContain(part);
  }
});

it('strikes every occurrence, and the longer of two secrets that share a beginning', () => {
  expect(strikeOut('abcd abcdef abcd', ['abcd', 'abcdef'])).toBe('••• ••• •••');
});

it('leaves texts alone that merely share a few letters with a short secret', () => {
  expect(strikeOut('abc in abcde', ['abc', ''])).toBe('abc in abcde');
});

it('takes signs of regular expressions and replacements literally', () => {
  expect(strikeOut('a.*b$& axxb', ['a.*b$&'])).toBe('••• axxb');
});

it('knows how far a written secret may reach', () => {
  expect(strikerOf(['ü'.repeat(10)]).longest).toBe(60);
  expect(strikerOf([]).longest).toBe(0);
});
