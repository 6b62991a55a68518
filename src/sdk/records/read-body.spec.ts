import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.js';

const product = (values: Record<string, unknown>) => readBody('product', { sku: 'A', ...values });

describe('values on their way into a record', () => {
  it('are written in one form, however the app wrote them', () => {
    for (const price of ['7.5', '7.50', 7.5, ' 07.500 ', '+7.5']) expect(product({ price }).body.price).toBe('7.5');
    expect(product({ price: '-0.00' }).body.price).toBe('0');
    expect(product({ price: 1e-7 }).body.price).toBe('0');
    expect(product({ price: '-1.99995' }).body.price).toBe('-2');
    expect(product({ price: '0.00005' }).body.price).toBe('0.0001');
    expect(product({ name: '  Fern\u0000 ' }).body.name).toBe('Fern');
    expect(product({ active: 'True' }).body.active).toBe(true);
  });

  it('keep every digit of a large amount', () => {
    expect(product({ price: '123456789012345.6789' }).body.price).toBe('123456789012345.6789');
  });

  it.each([
    ['NaN', { price: Number.NaN }],
    ['infinite', { price: Number.POSITIVE_INFINITY }],
    ['words', { price: 'twelve' }],
    ['a lone point', { price: '.' }],
    ['an object', { price: {} }],
    ['an object that has no text', { price: { toString: 1 } }],
    ['lists in lists', { price: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) }],
    ['a yes that has no text', { active: { toString: 1 } }],
    ['too many digits', { price: '1234567890123456' }],
    ['a megabyte of noughts', { price: `${'0'.repeat(1_000_000)}!` }],
    ['a 1 MB name', { name: 'x'.repeat(1_000_000) }],
    ['an object for a name', { name: { $gt: '' } }],
    ['a word for yes', { active: 'perhaps' }],
  ])('are refused with a reason: %s', (_, values) => {
    const { problems } = product(values);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.problem.length).toBeLessThan(200);
  });

  it('are refused when the date makes no sense', () => {
    for (const date of ['0001-01-01', '2026-02-31x', 'soon', '9999-12-31']) {
      expect(readBody('invoice', { number: '1', status: 'open', total: '1', date }).problems, date).toHaveLength(1);
    }
  });

  it('say where in a list the trouble is', () => {
    const { problems } = readBody('kit', { sku: 'K', components: [{ sku: 'A', quantity: '1' }, { sku: 'B' }, 7] });
    expect(problems.map((p) => p.field)).toEqual(['components[1].quantity', 'components[2]']);
  });

  it('lose fields nobody declared', () => {
    expect(product({ constructor: 'x', secret: 1 }).body).toEqual({ sku: 'A' });
  });

  it('keep an emptied field as null, so that it can be told from one never sent', () => {
    expect(product({ name: '' }).body).toEqual({ sku: 'A', name: null });
  });

  it('are answered themselves when they are in that form already', () => {
    const values = { sku: 'A', name: 'Größe 5', price: '7.5', active: true, notes: null };
    expect(readBody('product', values).body).toBe(values);
  });

  it.each([
    ['a field of another form', { sku: 'A', name: 'Fern', price: '7.50' }, { sku: 'A', name: 'Fern', price: '7.5' }],
    ['an emptied field', { name: '', sku: 'A' }, { name: null, sku: 'A' }],
    ['a field that says nothing', { sku: 'A', name: undefined }, { sku: 'A' }],
    ['a field nobody declared', { sku: 'A', colour: 'red' }, { sku: 'A' }],
  ])('are copied, and left as they are, where there is %s', (_, values, expected) => {
    const given = { ...values };
    const { body } = readBody('product', values);
    expect(body).toStrictEqual(expected);
    expect(values).toStrictEqual(given);
  });

  it('never share what lies within them with whoever gave them', () => {
    const billing = { city: 'Perth' };
    const { body } = readBody('customer', { key: 'C', billing });
    expect(body.billing).toEqual(billing);
    expect(body.billing).not.toBe(billing);
  });
});
