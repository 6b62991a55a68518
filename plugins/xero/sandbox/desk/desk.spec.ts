import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { dayFrom, dayIn, instantFrom } from './dates.js';
import { amountOf, CENTS, FINE, moneyText, shared, unitsOf } from './decimals.js';
import { Journal } from './journal.js';
import { Shelf } from './shelf.js';
import { conditionOf, orderOf } from './where.js';

describe('decimals', () => {
  it('round half away from zero, also where a double lies just below', () => {
    expect([1.005, 2.675, -1.005, 0.145, 123456.785].map((value) => unitsOf(value, CENTS))).toEqual([
      101, 268, -101, 15, 12_345_679,
    ]);
    expect([0, -0, 1e-7, '12.3450', 1e9].map((value) => unitsOf(value, FINE))).toEqual([0, 0, 0, 123_450, 1e13]);
    expect(['', 'twelve', '1e3', Number.NaN, 1e300].map((value) => unitsOf(value, CENTS))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it('multiply and divide as exactly as long arithmetic does', () => {
    let chance = 7;
    const next = (below: number) => {
      chance = (chance * 48_271) % 2_147_483_647;
      return chance % below;
    };
    for (let round = 0; round < 2000; round += 1) {
      const [quantity, price, discount, rate] = [next(5_000_000), next(90_000_000), next(1_000_000), next(250_000)];
      const whole = shared([quantity, price, 1_000_000 - discount], 1e12);
      const exact = money.multiply(quantity / 1e4, price / 1e4, (1_000_000 - discount) / 1e6);
      expect(moneyText(whole)).toBe(Number(money.round(exact, 2)).toFixed(2));
      const tax = shared([whole, rate], 1_000_000 + rate);
      const share = money.divide(money.multiply(whole / 100, rate), 1_000_000 + rate, 2);
      expect(String(amountOf(tax))).toBe(share);
    }
  });
});

describe('dates', () => {
  it('are days of the calendar, whatever is behind them', () => {
    expect(['2026-02-28', '2026-02-28T23:59:59+11:00', '/Date(1772236800000+0000)/'].map(dayFrom)).toEqual(
      Array(3).fill('2026-02-28'),
    );
    expect(['2026-02-31', '28.2.2026', ''].map(dayFrom)).toEqual(Array(3).fill(undefined));
  });

  it('are instants in headers, in UTC unless they say otherwise', () => {
    const at = Date.UTC(2026, 10, 24, 1, 2, 3);
    for (const text of ['2026-11-24T01:02:03', '2026-11-24T12:02:03+11:00', 'Tue, 24 Nov 2026 01:02:03 GMT']) {
      expect(instantFrom(text)).toBe(at);
    }
    expect(dayIn('Australia/Sydney', Date.UTC(2026, 10, 24, 14))).toBe('2026-11-25');
  });
});

interface Fern {
  id: string;
  updated: number;
  name: string;
  age: number;
}

const fern = (id: string, name: string, age: number, updated = age): Fern => ({ id, name, age, updated });

describe('a shelf', () => {
  const shelf = () => {
    const journal = new Journal();
    return { journal, ferns: new Shelf<Fern>(journal, { name: (one) => one.name }) };
  };

  it('finds by id, by index and by change, and forgets what was undone', () => {
    const { journal, ferns } = shelf();
    ferns.put(fern('a', 'Bird', 1));
    ferns.put(fern('b', 'Nest', 2));
    expect(() =>
      journal.atomically(() => {
        ferns.put(fern('a', 'Moss', 9));
        ferns.put(fern('c', 'Moss', 10));
        ferns.remove('b');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([...ferns.all()].map(({ name }) => name)).toEqual(['Bird', 'Nest']);
    expect([ferns.by('name', 'moss'), ferns.by('name', 'BIRD').map(({ id }) => id)]).toEqual([[], ['a']]);
    expect(ferns.since(2).map(({ id }) => id)).toEqual(['b']);
  });

  it('undoes the inner deed only, where the outer one goes on', () => {
    const { journal, ferns } = shelf();
    journal.atomically(() => {
      ferns.put(fern('a', 'Bird', 1));
      expect(() =>
        journal.atomically(() => {
          ferns.put(fern('b', 'Nest', 2));
          throw new Error('no');
        }),
      ).toThrow();
      ferns.put(fern('c', 'Moss', 3));
    });
    expect([...ferns.all()].map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('tells changes in their order, each record once, through thousands of them', () => {
    const { ferns } = shelf();
    for (let at = 0; at < 5000; at += 1) ferns.put(fern(`f${at % 10}`, 'Fern', at));
    expect(ferns.since(4995).map(({ updated }) => updated)).toEqual([4995, 4996, 4997, 4998, 4999]);
    expect(ferns.since(0)).toHaveLength(10);
  });
});

describe('filters', () => {
  const fields = { Name: (one: Fern) => one.name, Age: (one: Fern) => one.age, 'Pot.Size': () => undefined };
  const ferns = [fern('a', 'Bird\'s "nest"', 1), fern('b', 'Moss', 2), fern('c', 'Staghorn', 3)];
  const found = (where: string) =>
    ferns
      .filter(conditionOf(where, fields).holds)
      .map(({ id }) => id)
      .join('');

  it('know and, or, brackets, comparisons, texts and methods', () => {
    expect(found('Name=="moss"')).toBe('b');
    expect(found('Age>=2 AND Age<3 OR Name.StartsWith("Stag")')).toBe('bc');
    expect(found('Age==1 || (Age>1 && Name!="Moss")')).toBe('ac');
    expect(found('Name == "Bird\'s \\"nest\\""')).toBe('a');
    expect(found('Name.Contains("s") and Pot.Size == null')).toBe('abc');
    expect(found('Age<=DateTime(1970,1,1)')).toBe('');
  });

  it('name equalities that must hold, for an index to answer', () => {
    expect(conditionOf('Name=="Moss" AND Age>1', fields).equals).toEqual([{ field: 'Name', value: 'Moss' }]);
    expect(conditionOf('Name=="Moss" OR Age>1', fields).equals).toEqual([]);
  });

  it('are refused where they make no sense', () => {
    for (const where of ['Colour==1', 'Name==', 'Name=="Moss" Age', 'Name.Length(1)', '(Age==1', 'Age ~ 1', '']) {
      expect(() => conditionOf(where, fields)).toThrow('QueryParseException');
    }
  });

  it('put lists in order', () => {
    const sorted = (order: string) =>
      [...ferns]
        .sort(orderOf(order, fields))
        .map(({ id }) => id)
        .join('');
    expect([sorted('Age DESC'), sorted('Pot.Size, Name ASC')]).toEqual(['cba', 'abc']);
    expect(() => sorted('Colour')).toThrow('QueryParseException');
  });
});
