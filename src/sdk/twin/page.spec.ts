import { expect, it } from 'vitest';
import { counts, credentials, page, table } from './page.js';

const LOOK = { app: 'Parcelly', accent: ['#123456', '#abcdef'] as [string, string] };

it('is whole, in the app’s own colours, and needs nothing from elsewhere', () => {
  const { status, text, type } = page(LOOK, 'Parcels', '<h1>All</h1>', 422);
  expect([status, type]).toEqual([422, 'text/html; charset=utf-8']);
  expect(text).toContain('<title>Parcels · Parcelly sandbox</title>');
  expect(text).toContain('--accent:#123456');
  expect(text).not.toMatch(/<script|<link|<img|src=|url\(|onclick/i);
});

it('shows what somebody wrote as plain text', () => {
  const row = ['<b>1</b>', { amount: '<i>2</i>' }, { pill: '"New" <i>' }];
  const text = [
    page(LOOK, '<b>', '').text,
    credentials([['<b>', '<b>']]),
    counts([['<b>', 1234]]),
    table(['<b>', '#<b>', 'State'], [row], ''),
    table([], [], '<b>'),
  ].join('');
  expect(text).not.toMatch(/<b>[^1]|<i>/);
  expect(text).toContain('<b>1,234</b>');
});

it('puts amounts to the right, and says what to expect where there is nothing', () => {
  const text = table(['Parcel', '#Weight'], [['P1', { amount: '1.50' }]], 'No parcels yet.');
  expect(text).toContain('<th scope="col" class="amount">Weight</th>');
  expect(text).toContain('<td class="amount">1.50</td>');
  expect(table(['Parcel'], [], 'No parcels yet.')).toBe('<p class="empty">No parcels yet.</p>');
});
