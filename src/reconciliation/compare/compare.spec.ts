import { describe, expect, it } from 'vitest';
import { writeFace } from '../face.js';
import type { Agreed, Finding, Row, Rules } from './finding.js';
import { merge } from './merge.js';

const RULES: Rules = { tolerance: 100, days: 1, from: '2026-11-01', to: '2026-11-30' };

interface Given {
  amount?: string;
  date?: string;
  currency?: string;
  standing?: Parameters<typeof writeFace>[0]['standing'];
  /** The id in the app. */
  id?: string;
}

let entries = 0;
const row = (
  key: string,
  { amount = '10.00', date = '2026-11-20', currency = 'AUD', standing = 'a', id }: Given,
): Row => ({
  match_key: key,
  face: writeFace({ amount, date, currency, standing, remoteId: id }),
  entry: ++entries,
});
const here = (key: string, given: Given = {}) => row(key, given);
const there = (key: string, given: Given = {}) => row(key, { id: `id-${key}`, ...given });

async function compare(ours: Row[], theirs: Row[], rules = RULES, page = 3) {
  const found: Finding[] = [];
  const agreed: (Agreed & { count: number })[] = [];
  await merge(pages(ours, page), pages(theirs, page), rules, {
    found: (finding) => found.push(finding),
    agreed: (sum, count) => agreed.push({ ...sum, count }),
    breathe: async () => undefined,
  });
  return { found, agreed, causes: found.map(({ cause }) => cause) };
}

/** As the database gives them: in order, all rows of a key in one page. */
async function* pages(rows: Row[], size: number): AsyncGenerator<string, void> {
  const sorted = rows.toSorted((a, b) => order(a.match_key, b.match_key) || order(a.face, b.face));
  let page: Row[] = [];
  for (const one of sorted) {
    if (page.length >= size && page.at(-1)!.match_key !== one.match_key) {
      yield textOf(page);
      page = [];
    }
    page.push(one);
  }
  if (page.length > 0) yield textOf(page);
}

const textOf = (page: Row[]) => page.map(({ match_key, face, entry: at }) => `${match_key} ${face} ${at}`).join('\n');

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const cents = (amount: number) => amount * 10_000;

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

describe('an invoice and a credit note of one number', () => {
  const sold = (standing: 'p' | 'b' | 'a', id?: string) => here('1', { standing, id });
  const returned = there('1', { amount: '-4' });

  it('are two: nobody is offered to adopt one for the other', async () => {
    const { found } = await compare([sold('p')], [returned]);
    expect(found.map(({ cause, here: one, there: other }) => [cause, one !== undefined, other !== undefined])).toEqual([
      ['pending', true, false],
      ['only-there', false, true],
    ]);
    expect((await compare([sold('a', 'id-gone')], [returned])).found).toMatchObject([
      { cause: 'gone', suggested: undefined },
      { cause: 'only-there' },
    ]);
    // A credit that somebody gave by hand is no second copy to be deleted.
    expect((await compare([sold('a', 'id-sale')], [there('1', { id: 'id-sale' }), returned])).causes).toEqual([
      'only-there',
    ]);
  });

  it('are each found with their own', async () => {
    const back = here('1', { amount: '-4', standing: 'p' });
    const { found } = await compare([sold('p'), back], [returned, there('1', { id: 'sale' })]);
    expect(found.map(({ cause, amountHere, amountThere }) => [cause, amountHere, amountThere])).toEqual([
      ['not-linked', cents(-4), cents(-4)],
      ['not-linked', cents(10), cents(10)],
    ]);
  });
});

describe('one to many', () => {
  it('compares a batch with the sum of its records', async () => {
    const batch = ['4', '3.50', '2.50'].map((amount) => here('B1', { amount, id: 'id-B1' }));
    expect((await compare(batch, [there('B1', { amount: '10' })])).causes).toEqual([]);
    const { found } = await compare(batch, [there('B1', { amount: '11' })]);
    expect(found).toMatchObject([{ cause: 'amount', amountHere: cents(10), amountThere: cents(11) }]);
    expect(found[0]!.members![0]).toHaveLength(3);
  });

  it('takes parts that come to the same as one', async () => {
    const parts = [there('1', { amount: '6', id: 'a' }), there('1', { amount: '4', id: 'b' })];
    expect((await compare([here('1')], parts)).causes).toEqual([]);
    const { found } = await compare([here('1', { amount: '12' })], parts);
    expect(found).toMatchObject([
      { cause: 'amount', amountThere: cents(10), members: [[expect.any(Number)], expect.any(Array)] },
    ]);
  });

  it('takes what was cancelled here and credited there for settled, and says when it is credited in part', async () => {
    const cancelled = here('1', { standing: 'C', amount: '0' });
    const credited = (amount: string) => [there('1', { id: 'sale' }), there('1', { amount, id: 'credit' })];
    const { found, agreed } = await compare([cancelled], credited('-10'));
    expect([found, agreed]).toMatchObject([[], [{ here: 0, there: 0, count: 1 }]]);
    expect((await compare([cancelled], credited('-4'))).found).toMatchObject([
      { cause: 'cancelled', amountHere: 0, amountThere: cents(6), members: [[cancelled.entry], expect.any(Array)] },
    ]);
  });

  it('takes a batch and the credit of one of its records for as much as the records are worth', async () => {
    const batch = [here('B1', { amount: '4', id: 'id-B1' }), here('B1', { amount: '3', id: 'id-B1' })];
    const there3 = [there('B1', { amount: '10' }), there('B1', { amount: '-3', id: 'credit' })];
    const cancelled = here('B1', { standing: 'C', amount: '0' });
    expect((await compare([...batch, cancelled], there3)).causes).toEqual([]);
    const edited = here('B1', { amount: '1' });
    const less = [there('B1', { amount: '10' }), there('B1', { amount: '-2', id: 'credit' })];
    expect((await compare([...batch, edited], less)).causes).toEqual([]);
    expect((await compare([...batch, edited], there3)).causes).toContain('amount');
  });

  it('says of a batch that its amount differs while one of its records is cancelled here alone', async () => {
    const batch = ['4', '3'].map((amount) => here('B1', { amount, id: 'id-B1' }));
    const cancelled = here('B1', { standing: 'C', amount: '0', id: 'id-B1' });
    const { found } = await compare([...batch, cancelled], [there('B1', { amount: '10' })]);
    expect(found).toMatchObject([{ cause: 'amount', amountHere: cents(7), amountThere: cents(10) }]);
  });

  it('keeps two records of one number apart', async () => {
    const ours = [here('1', { amount: '5', id: 'a' }), here('1', { amount: '7', id: 'b' })];
    const theirs = [there('1', { amount: '7', id: 'b' }), there('1', { amount: '5', id: 'a' })];
    expect((await compare(ours, theirs)).causes).toEqual([]);
  });

  it('reads a row that the app listed twice once', async () => {
    expect((await compare([here('1', { id: 'id-1' })], [there('1'), there('1')])).causes).toEqual([]);
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

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
