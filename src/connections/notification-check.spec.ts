import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { Settings } from '../settings/settings.js';
import { NotificationCheck } from './notification-check.js';
import { QuickClock } from './test/quick-clock.js';
import type { Vault } from './vault.js';

const KEY = 'signing-key';
const VERIFY = { header: 'X-Sign', hmac: 'sha256', key: 'key', encoding: 'base64', timestamp: 'X-At' } as const;
const clock = new QuickClock();
const vault = { open: async () => ({ credentials: { key: KEY } }) } as unknown as Vault;
const check = new NotificationCheck(vault, clock, new Settings());
const now = () => Math.floor(clock.now() / 1000);
const sign = (text: string, key = KEY) => createHmac('sha256', key).update(text).digest('base64');

function heard(at: string, signature: string, body = '{"a":1}'): Promise<boolean> {
  return check.isGenuine(1, VERIFY, { headers: { 'x-sign': signature, 'x-at': at } }, Buffer.from(body));
}

it('takes a signature over the moment and the body together', async () => {
  const at = String(now());
  expect(await heard(at, sign(`${at}.{"a":1}`))).toBe(true);
  expect(await heard(at, sign('{"a":1}'))).toBe(false);
  expect(await heard(at, sign(`${at}.{"a":2}`))).toBe(false);
  expect(await heard(at, sign(`${at}.{"a":1}`, 'another'))).toBe(false);
});

it.each([
  ['six minutes old', () => String(now() - 360), false],
  ['four minutes old', () => String(now() - 240), true],
  ['of six minutes from now', () => String(now() + 360), false],
  ['without a moment', () => '', false],
  ['with a moment that is none', () => 'now', false],
  ['with a moment of another form', () => '1e9', false],
])('looks at when it was sent: %s', async (_, moment, genuine) => {
  const at = moment();
  expect(await heard(at, sign(`${at}.{"a":1}`))).toBe(genuine);
});
