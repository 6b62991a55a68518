import { describe, expect, it } from 'vitest';
import type { Manifest } from '../sdk/host/index.js';
import { search, slipsBetween, tidySearch } from './search.js';

const addon = (name: string, category: string, summary: string, moves: Manifest['listing']['moves']) => ({
  manifest: { name, listing: { name, category, summary, about: [], icon: '', moves } } as unknown as Manifest,
});

const shelf = [
  addon('Ledgerly', 'Accounting', 'Invoices and payments in your books', { in: ['Accounts'], out: ['Invoices'] }),
  addon('Stockwell', 'Inventory', 'One stock for every channel', { in: ['Stock levels'], out: ['Sales orders'] }),
  addon('Café Régal', 'Hospitality', 'Tables and tabs', { in: [], out: [] }),
];

const names = (text: string) => search(shelf, text).map(({ manifest }) => manifest.name);

describe('the search', () => {
  it.each(['', '  ', '%'])('finds everything for “%s”', (text) => expect(names(text)).toHaveLength(3));

  it.each([
    ['ledgerly', ['Ledgerly']],
    ['LEDG', ['Ledgerly']],
    ['stokwell', ['Stockwell']],
    ['inventroy', ['Stockwell']],
    ['invoces', ['Ledgerly']],
    ['cafe regal', ['Café Régal']],
    ['stock levels', ['Stockwell']],
    ['payments books', ['Ledgerly']],
    ['accountign', ['Ledgerly']],
  ])('understands “%s”', (text, found) => expect(names(text)).toEqual(found));

  it.each(['zebra', 'stock zebra', 'xyz', '<script>'])('finds nothing for “%s”', (text) =>
    expect(names(text)).toEqual([]),
  );

  it('puts the name before what merely mentions it', () => {
    const more = [addon('Other', 'Tools', 'Works with Stockwell', { in: [], out: [] }), ...shelf];
    expect(search(more, 'stockwell').map(({ manifest }) => manifest.name)).toEqual(['Stockwell', 'Other']);
  });

  it('stays quick over two thousand addons', () => {
    const many = Array.from({ length: 2000 }, (_, at) =>
      addon(`Addon ${at}`, 'Tools', 'Moves one thing to another place and back again', {
        in: ['Products'],
        out: ['Stock'],
      }),
    );
    search(many, 'prodcts');
    const before = process.cpuUsage();
    search(many, 'prodcts stokc');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  it('takes no more than a few words, whatever is sent', () => {
    expect(tidySearch('x'.repeat(5000))).toHaveLength(100);
    expect(tidySearch(['a', 'b'])).toBe('');
  });
});

it.each([
  ['stock', 'stock', 0],
  ['stokc', 'stock', 1],
  ['stoc', 'stock', 1],
  ['stoock', 'stock', 1],
  ['stick', 'stock', 1],
  ['skcot', 'stock', Number.POSITIVE_INFINITY],
])('from %s to %s it is %s', (left, right, slips) => expect(slipsBetween(left, right, 2)).toBe(slips));
