import { expect, it } from 'vitest';
import { shownMaps } from './shown-maps.js';
import type { MapCount } from './unmapped.service.js';

const counted = (id: string, total: number): MapCount => ({
  map: { id, title: id, help: id, store: { records: 'warehouse' }, app: { text: { maxLength: 20 } } },
  total,
  unmapped: total,
  open: false,
});

const titles = (counts: MapCount[]) => {
  const { maps, idleMaps } = shownMaps(7, counts);
  return [maps, idleMaps].map((some) => some.map(({ title }) => title));
};

it('sets value maps without a value apart', () => {
  expect(titles([counted('taxes', 0), counted('warehouses', 2), counted('reasons', 0)])).toEqual([
    ['warehouses'],
    ['taxes', 'reasons'],
  ]);
});

it('lists all of them before anything has come in', () => {
  expect(titles([counted('taxes', 0), counted('warehouses', 0)])).toEqual([['taxes', 'warehouses'], []]);
});
