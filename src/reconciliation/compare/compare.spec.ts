import { describe, expect, it } from 'vitest';
import { seeded, shuffled } from '../test/chance.js';
import { cents, compare, here, RULES, there } from '../test/two-sides.js';
import type { Row } from './finding.js';

describe('two sides that agree', () => {
  it('are counted and summed by currency, whichever side has more pages', async () => {
    const numbers = Array.from({ length: 20 }, (_, n) => String(n));
    const currency = (n: string) => (Number(n) % 2 ? 'NZD' : 'AUD');
    const { found, agreed } = await compare(
      numbers.map((n) => here(n, { id: `id-${n}`, currency: currency(n) })),
      numbers.map((n) => there(n, { currency: currency(n) })),
    );
    expect(found).toEqual([]);
    const sums = { AUD: 0, NZD: 0 } as Record<string, number>;
    for (const { currency: of, here: sum } of agreed) sums[of]! += sum;
    expect(sums).toEqual({ AUD: cents(100), NZD: cents(100) });
  });

  it('may differ by a cent and a day, if the settings say so', async () => {
    const ours = [here('1', { amount: '10.00' }), here('2')];
    const theirs = [there('1', { amount: '10.01' }), there('2', { date: '2026-11-21' })];
    expect((await compare(ours, theirs)).causes).toEqual([]);
    expect((await compare(ours, theirs, { ...RULES, tolerance: 0, days: 0 })).causes).toEqual(['amount', 'date']);
    expect((await compare(ours, theirs, { ...RULES, tolerance: 0, days: undefined })).causes).toEqual(['amount']);
  });

  it('are no difference when both cancelled', async () => {
    const { found, agreed } = await compare(
      [here('1', { standing: 'C', amount: '0', id: 'id-1' })],
      [there('1', { standing: 'v' })],
    );
    expect([found, agreed]).toEqual([[], []]);
  });
});

describe('what is found', () => {
  it.each([
    ['an amount that differs', here('1', { id: 'id-1' }), there('1', { amount: '12' }), 'amount'],
    ['a date that differs', here('1', { id: 'id-1' }), there('1', { date: '2026-11-25' }), 'date'],
    ['another currency', here('1', { id: 'id-1' }), there('1', { currency: 'NZD' }), 'currency'],
    ['one that was voided there', here('1', { id: 'id-1' }), there('1', { standing: 'v' }), 'voided'],
    ['one that was deleted there', here('1', { id: 'id-1' }), there('1', { standing: 'd' }), 'voided'],
    [
      'one that was cancelled here alone',
      here('1', { standing: 'C', amount: '0', id: 'id-1' }),
      there('1'),
      'cancelled',
    ],
    ['one the hub doesn’t know is there', here('1', { standing: 'p' }), there('1'), 'not-linked'],
    ['one that is gone', here('1', { id: 'id-1' }), undefined, 'gone'],
    ['one that waits', here('1', { standing: 'w' }), undefined, 'waiting'],
    ['one that goes with the next run', here('1', { standing: 'p' }), undefined, 'pending'],
    ['one that the app refused', here('1', { standing: 'r' }), undefined, 'rejected'],
    ['one that was never looked at', here('1', { standing: 'o' }), undefined, 'never'],
    ['one from before the start date', here('1', { standing: 'b' }), undefined, 'before-start'],
    ['one that a rule keeps back', here('1', { standing: 'n' }), undefined, 'excluded'],
    ['one that only the app has', undefined, there('1'), 'only-there'],
    ['nothing of another store’s', undefined, there('1', { standing: 'f' }), undefined],
    ['nothing of what is gone there and never was here', undefined, there('1', { standing: 'v' }), undefined],
    ['nothing outside the range', here('1', { date: '2026-12-02' }), undefined, undefined],
  ])('is %s', async (_, ours, theirs, cause) => {
    const { causes } = await compare(ours ? [ours] : [], theirs ? [theirs] : []);
    expect(causes).toEqual(cause ? [cause] : []);
  });

  it('is what a person took as right in the log, as such', async () => {
    const right = here('1', { standing: 'x' });
    expect((await compare([right], [])).found).toMatchObject([
      { cause: 'excluded', here: right.entry, expected: true, amountHere: cents(10) },
    ]);
    expect((await compare([right], [there('1')])).found).toEqual([]);
  });

  it('is a duplicate, and which is the one that was sent', async () => {
    const sent = there('1');
    const twin = there('1', { id: 'id-other' });
    const mine = here('1', { id: 'id-1' });
    const { found } = await compare([mine], [twin, sent]);
    expect(found).toMatchObject([{ cause: 'duplicate', here: mine.entry, there: twin.entry, amountThere: cents(10) }]);
    expect(found[0]!.amountHere).toBeUndefined();
  });

  it('goes by the link before the number', async () => {
    const mine = here('1', { id: 'id-moved' });
    const stranger = there('1');
    const { found } = await compare([mine], [stranger]);
    expect(found).toMatchObject([
      { cause: 'gone', here: mine.entry, suggested: stranger.entry },
      { cause: 'only-there', there: stranger.entry },
    ]);
  });
});

describe('the order in which rows came in', () => {
  it('changes nothing', async () => {
    const random = seeded(7);
    const ours = Array.from({ length: 120 }, (_, n) =>
      here(String(Math.floor(n / 1.3)), {
        amount: String(1 + (n % 4)),
        standing: (['a', 'a', 'a', 'p', 'w', 'r', 'C'] as const)[n % 7],
        id: n % 3 ? `g${n}` : undefined,
      }),
    );
    const theirs = Array.from({ length: 120 }, (_, n) =>
      there(String(Math.floor(n / 1.2)), {
        amount: String(1 + (n % 5)),
        standing: (['a', 'a', 'a', 'a', 'v', 'd', 'f'] as const)[n % 7],
        id: `g${n}`,
      }),
    );
    const sides = async (a: Row[], b: Row[], page: number) => {
      const { found } = await compare(a, b, RULES, page);
      const faces = new Map([...a, ...b].map(({ entry, match_key, face }) => [entry, `${match_key} ${face}`]));
      return found.map(({ cause, here: one, there: other }) => [
        cause,
        one && faces.get(one),
        other && faces.get(other),
      ]);
    };
    const expected = await sides(ours, theirs, 1000);
    expect(expected.length).toBeGreaterThan(50);
    for (const page of [1, 2, 7, 50]) {
      expect(await sides(shuffled(ours, random), shuffled(theirs, random), page)).toEqual(expected);
    }
  });
});
