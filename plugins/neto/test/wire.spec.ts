import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../wire/envelope.js';
import { names, verdictsOf } from '../wire/verdicts.js';

const envelope = (told: Record<string, unknown>) => readEnvelope(JSON.stringify({ Ack: 'Success', ...told }))!;

describe('an answer of the store', () => {
  it('has lists where lists belong, however few things they hold', () => {
    const lists = (Order: unknown) => envelope({ Order }).body.Order;
    expect(lists('')).toEqual([]);
    expect(lists({ OrderID: 'N1', OrderLine: { SKU: 'A' }, OrderPayment: '' })).toEqual([
      { OrderID: 'N1', OrderLine: [{ SKU: 'A' }], OrderPayment: [] },
    ]);
    expect(lists([{ OrderLine: [{ SKU: 'A' }, { SKU: 'B' }] }])).toEqual([{ OrderLine: [{ SKU: 'A' }, { SKU: 'B' }] }]);
  });

  it('has no wrappers that say nothing', () => {
    for (const KitComponents of [
      { KitComponent: { ComponentSKU: 'A' } },
      { KitComponent: [{ ComponentSKU: 'A' }] },
      [{ KitComponent: { ComponentSKU: 'A' } }],
    ]) {
      expect(envelope({ Item: { KitComponents } }).body.Item).toEqual([{ KitComponents: [{ ComponentSKU: 'A' }] }]);
    }
    for (const KitComponents of ['', [], { KitComponent: '' }, { KitComponent: [] }]) {
      expect(envelope({ Item: { KitComponents } }).body.Item).toEqual([{ KitComponents: [] }]);
    }
  });

  it('says what was wrong, one thing or several', () => {
    const warned = (Warning: unknown) => envelope({ Ack: 'Warning', Messages: { Warning } }).warnings;
    expect(warned({ Message: 'One' })).toEqual(['One']);
    expect(warned([{ Message: 'One' }, { Message: 'Two' }])).toEqual(['One', 'Two']);
    expect(envelope({ Messages: '' }).warnings).toEqual([]);
    expect(envelope({ Ack: 'Error', Messages: [{ Error: [{ Message: 'JSON Error' }] }] }).errors).toEqual([
      'JSON Error',
    ]);
  });

  it('is none without the store’s envelope', () => {
    for (const text of ['', '<html>Back soon</html>', '[]', 'null', '{"Order":[]}', '{"Ack":"Maybe"}', '{"Ack":"Succ'])
      expect(readEnvelope(text)).toBeUndefined();
  });

  it('can’t reach into anything it is not', () => {
    const { body } = readEnvelope('{"Ack":"Success","__proto__":{"polluted":true},"Order":{"__proto__":{"x":1}}}')!;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });
});

describe('a batch that was partly done', () => {
  const told = envelope({
    Ack: 'Warning',
    Item: [{ SKU: 'POT', InventoryID: '7' }],
    Messages: {
      Warning: [{ Message: 'Cannot find Item POT-10' }, { Message: 'Invalid price for POT.20' }],
    },
  });

  it('is told apart element by element', () => {
    expect(verdictsOf(told, 'Item', 'SKU', ['POT', 'POT-10', 'POT.20', 'PAN'])).toEqual([
      { done: true, row: { SKU: 'POT', InventoryID: '7' }, remarks: [] },
      { missing: true },
      { refused: 'Invalid price for POT.20' },
      undefined,
    ]);
  });

  it('was wholly done when the store lists nothing and warns of nothing', () => {
    const done = { done: true, row: {}, remarks: [] };
    expect(verdictsOf(envelope({ Item: '' }), 'Item', 'SKU', ['A', 'B'])).toEqual([done, done]);
  });

  it('names a key only as a word of its own', () => {
    expect(names('Cannot find Item POT.', 'POT')).toBe(true);
    expect(names("Item 'POT' is bad", 'POT')).toBe(true);
    for (const message of ['Cannot find Item POT-10', 'SPOT', 'A-POT', 'POT.5', ''])
      expect(names(message, 'POT')).toBe(false);
    expect(names('anything', '')).toBe(false);
  });
});
