import { expect, it } from 'vitest';
import { PageOrder } from './page-order.js';

const places = (...seqs: number[]) => seqs.map((seq) => ({ seq, bookmark: `behind ${seq}` }));
const reload = ({ progress }: PageOrder) => PageOrder.of(JSON.parse(JSON.stringify(progress)));

it('goes on behind the last page without a gap before it', () => {
  const order = PageOrder.of({ bookmark: undefined, seq: 0 }).with(places(2)).with(places(0));
  expect(order.from).toEqual({ bookmark: 'behind 0', seq: 1 });
  expect(order.with(places(1)).from).toEqual({ bookmark: 'behind 2', seq: 3 });
});

it('knows after a crash which pages it will meet again', () => {
  const order = reload(PageOrder.of({ bookmark: undefined, seq: 0 }).with(places(0, 2, 4)));
  expect(order.from).toEqual({ bookmark: 'behind 0', seq: 1 });
  expect([0, 1, 2, 3, 4, 5].filter((seq) => order.isCounted(seq))).toEqual([0, 2, 4]);
  expect(reload(order.with(places(1)).with(places(2, 3))).from).toEqual({ bookmark: 'behind 3', seq: 4 });
});

it('begins anew where the app gives no bookmarks, and counts nothing twice', () => {
  const order = reload(PageOrder.of({ bookmark: undefined, seq: 0 }).with([{ seq: 0 }, { seq: 1 }, { seq: 3 }]));
  expect(order.from).toEqual({ bookmark: undefined, seq: 0 });
  expect([0, 1, 2, 3, 4].filter((seq) => order.isCounted(seq))).toEqual([0, 1, 3]);
  const further = reload(order.with([{ seq: 0 }]));
  expect([0, 1, 2, 3, 4].filter((seq) => further.isCounted(seq))).toEqual([0, 1, 3]);
});

it('goes back to the last bookmark when some pages have none', () => {
  const order = PageOrder.of({ bookmark: undefined, seq: 0 }).with([...places(0), { seq: 1 }]);
  expect(order.from).toEqual({ bookmark: 'behind 0', seq: 1 });
});
