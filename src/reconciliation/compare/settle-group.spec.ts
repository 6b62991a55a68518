import { describe, expect, it } from 'vitest';
import { cents, compare, here, there } from '../test/two-sides.js';

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
