import { type Broken, rows, valueMap } from './declared.js';

/** Mappings and value maps. */
export const maps: Broken[] = [
  ['a value map of no records', valueMap(`store: { records: 'parcel' }`), 'valueMaps[0].store.records', /'parcel'/],
  [
    'a value map of no list',
    valueMap(`store: { seen: { record: 'return', list: 'rows', field: 'reason' } }`),
    'valueMaps[0].store.seen.list',
    /no list/,
  ],
  [
    'a value map of no field',
    valueMap(`store: { seen: { record: 'return', list: 'lines', field: 'why' } }`),
    'valueMaps[0].store.seen.field',
    /no field/,
  ],
  ['a value map of nothing over there', valueMap('app: {}'), 'valueMaps[0].app', /records/],
  [
    'two value maps of one id',
    `valueMaps: [...[1, 2].map(() => ({ id: 'd', title: 'D', help: 'D', store: { records: 'warehouse' }, app: { text: { maxLength: 9 } } }))]`,
    'valueMaps[1].id',
    /taken by valueMaps\[0\]/,
  ],
  [
    'a mapping to no field',
    rows(`{ from: 'A', to: 'sku' }, { from: 'B', to: 'colour' }`),
    'mappings[0].rows[1].to',
    /no field 'colour': there are sku, /,
  ],
  [
    'a mapping that fills twice',
    rows(`{ from: 'A', to: 'sku' }, { from: 'B', to: 'sku' }`),
    'mappings[0].rows[1].to',
    /rows\[0\]/,
  ],
  ['a mapping without the key', rows(`{ from: 'B', to: 'name' }`), 'mappings[0].rows', /'sku', the key/],
  [
    'a key that the store masters',
    rows(`{ from: 'A', to: 'sku', master: 'store' }`),
    'mappings[0].rows[0].master',
    /key/,
  ],
  [
    'an unknown master',
    rows(`{ from: 'A', to: 'sku', master: 'both' }`),
    'mappings[0].rows[0].master',
    /one of app, store, fill/,
  ],
  ['a match on no field', rows(`{ from: 'A', to: 'sku' }`, `match: ['ean']`), 'mappings[0].match[0]', /'ean'/],
  [
    'a transform without a function',
    rows(`{ from: 'A', to: 'sku', as: { title: 'x' } }`),
    'mappings[0].rows[0].as.apply',
    /a function/,
  ],
  [
    'a mapping of no record',
    `mappings: [mapping('m', 'parcel', { title: 'M', remoteId: 'Id', rows: [] })]`,
    'mappings[0].record',
    /'parcel'/,
  ],
  ['two mappings of one id', 'mappings: [products, products]', 'mappings[1].id', /taken/],
];
