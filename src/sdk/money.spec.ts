import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { money } from './index.js';

describe('money', () => {
  it('is counted exactly where binary fractions are not', () => {
    expect(money.add('0.1', '0.2')).toBe('0.3');
    expect(money.add('999999999999999.99', '0.01')).toBe('1000000000000000');
    expect(money.subtract('1', '0.9', '0.1')).toBe('0');
    expect(money.multiply('1.005', '100')).toBe('100.5');
    expect(money.multiply(3, 0.1)).toBe('0.3');
  });

  it('comes to the same as counting by digits, for amounts of any length', () => {
    const amounts = spelledAnyhow(400);
    for (const [at, one] of amounts.entries()) {
      const other = amounts[(at * 7 + 3) % amounts.length]!;
      const places = at % 6;
      const plain = (exact: Big) => (exact.eq(0) ? '0' : exact.toFixed());
      expect([one, other, money.add(one, other)]).toEqual([one, other, plain(new Big(one).plus(other))]);
      expect([one, other, money.subtract(one, other)]).toEqual([one, other, plain(new Big(one).minus(other))]);
      expect([one, other, money.multiply(one, other)]).toEqual([one, other, plain(new Big(one).times(other))]);
      expect([one, other, money.compare(one, other)]).toEqual([one, other, new Big(one).cmp(other)]);
      expect([one, places, money.round(one, places)]).toEqual([one, places, plain(new Big(one).round(places, 1))]);
      expect([one, money.absolute(one)]).toEqual([one, plain(new Big(one).abs())]);
      if (money.isZero(other)) continue;
      const exact = Big();
      exact.DP = places;
      const quotient = plain(new exact(one).div(other));
      expect([one, other, places, money.divide(one, other, places)]).toEqual([one, other, places, quotient]);
    }
  });

  it.each(['', '-', '.', '1.2.3', '1,5', 'abc', ' 1', '--1', '0x10', 'NaN'])(
    'refuses what is no number: %j',
    (text) => {
      expect(() => money.add(text, '1')).toThrow();
      expect(() => money.compare('1', text)).toThrow();
      expect(() => money.round(text, 2)).toThrow();
      expect(() => money.multiply('2', text)).toThrow();
    },
  );

  it('is never divided by nought', () => {
    expect(() => money.divide('1', '0', 2)).toThrow();
    expect(() => money.divide('1', '0.00', 2)).toThrow();
  });

  it('rounds half a cent away from zero', () => {
    expect(money.round('1.005', 2)).toBe('1.01');
    expect(money.round('-1.005', 2)).toBe('-1.01');
    expect(money.round('1.0049999', 2)).toBe('1');
    expect(money.divide('1', '8', 2)).toBe('0.13');
    expect(money.divide('-1', '8', 2)).toBe('-0.13');
  });

  it('is written plainly, without a negative nought or an exponent', () => {
    expect(money.round('-0.001', 2)).toBe('0');
    expect(money.negate('0')).toBe('0');
    expect(money.add('7.50')).toBe('7.5');
    expect(money.multiply('0.00000001', '0.1')).toBe('0.000000001');
    expect(money.multiply('1e21', '1')).toBe('1000000000000000000000');
    expect(money.absolute('-2.5')).toBe('2.5');
  });

  it('is compared by worth, not by spelling', () => {
    expect(money.compare('7.50', '7.5')).toBe(0);
    expect(money.compare('10', '9')).toBe(1);
    expect(money.compare('-1', '0')).toBe(-1);
    expect(money.isZero('-0.00')).toBe(true);
  });

  it('is shared to the cent, and nothing is lost', () => {
    expect(money.split('10', ['1', '1', '1'])).toEqual(['3.33', '3.34', '3.33']);
    expect(money.split('0.01', ['1', '1', '1'])).toEqual(['0', '0.01', '0']);
    expect(money.split('-10', ['1', '3'])).toEqual(['-2.5', '-7.5']);
    expect(money.split('5', ['0', '0'])).toEqual(['2.5', '2.5']);
    expect(money.split('5', ['0', '2', '0'])).toEqual(['0', '5', '0']);
    expect(money.split('100', ['1', '2'], 0)).toEqual(['33', '67']);
    expect(money.split('19.955', ['1', '1'])).toEqual(['9.98', '9.975']);
    expect(money.split('5', [])).toEqual([]);
  });

  it('is shared to the cent whatever the amounts', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const amount = (((seed * 7919) % 100_000) - 50_000) / 100;
      const weights = Array.from({ length: 1 + (seed % 7) }, (_, at) => String(((seed + at) * 104_729) % 997));
      const shares = money.split(amount, weights);
      expect(money.add(...shares)).toBe(money.add(amount));
    }
  });

  it('knows what can be counted with', () => {
    for (const good of ['1', '-1.50', '.5', '1.', 0.1, 1e21]) expect(money.isDecimal(good)).toBe(true);
    for (const bad of ['', ' ', '1,5', '1e5x', 'NaN', Number.NaN, null, undefined, {}]) {
      expect(money.isDecimal(bad)).toBe(false);
    }
  });

  it('knows the smallest coin of a currency', () => {
    expect(['AUD', 'JPY', 'KWD'].map(money.placesOf)).toEqual([2, 0, 3]);
  });

  it('is read with the coins of its currency, and nothing of it is hidden', () => {
    expect(money.shown('743.6', 'AUD')).toBe('743.60 AUD');
    expect(money.shown(-1743, 'AUD')).toBe('-1,743.00 AUD');
    expect(money.shown('1980', 'JPY')).toBe('1,980 JPY');
    expect(money.shown('1.5', 'KWD')).toBe('1.500 KWD');
    expect(money.shown('0.125', 'AUD')).toBe('0.125 AUD');
    expect(money.shown('999999999999999.99', 'AUD')).toBe('999,999,999,999,999.99 AUD');
    expect(money.shown('2', 'nonsense')).toBe('2.00 nonsense');
  });

  it.each(['1e99999999', '1e-99999999', '9'.repeat(1_000_000)])(
    'refuses what would take for ever to count: %.12s…',
    (endless) => {
      for (const count of [money.add, money.multiply, money.subtract, money.compare]) {
        expect(() => count('1.5', endless)).toThrow('This is no amount: ');
      }
      expect(() => money.shown(endless, 'AUD')).toThrow('This is no amount: ');
    },
  );

  it('refuses what is no number', () => {
    expect(() => money.add('twelve')).toThrow();
    expect(() => money.divide('1', '0', 2)).toThrow();
  });
});

/** Of one digit up to some thirty, halves and noughts among them, always the same. */
function spelledAnyhow(count: number): string[] {
  let seed = 42;
  const upTo = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * most);
  };
  const digits = (many: number) => Array.from({ length: many }, () => '0123456789550'[upTo(13)]).join('');
  return Array.from({ length: count }, () => {
    const whole = digits(1 + upTo(upTo(5) === 0 ? 18 : 6)).replace(/^0+(?=\d)/, '');
    const places = upTo(upTo(5) === 0 ? 14 : 5);
    return `${upTo(3) === 0 ? '-' : ''}${whole}${places > 0 ? `.${digits(places)}` : ''}`;
  });
}
