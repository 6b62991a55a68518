import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusals } from './import/refusals.js';
import { Lab, page, product } from './test/lab.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

const refused = () =>
  lab.database.query<{ remote_id: string; run_id: number }>(
    'select remote_id, run_id from refused_rows order by remote_id',
  );
const ids = async () => (await refused()).map(({ remote_id }) => remote_id);

const bad = (sku: string) => product(sku, { price: Number.NaN });

describe('a refused row', () => {
  it('is remembered with its newest line, until it is taken in', async () => {
    await lab.bring([page(0, [bad('A'), bad('B'), product('C')])]);
    const again = await lab.bring([page(0, [bad('A')])]);
    const lines = await lab.database.query(
      `select l.remote_id, l.action from refused_rows r join import_log l on l.store_id = r.store_id and l.run_id = r.run_id
       and l.seq = r.seq and l.row_no = r.row_no where r.run_id = ?`,
      [again.id],
    );
    expect(lines).toEqual([{ remote_id: 'guid-A', action: 'failed' }]);
    expect(await ids()).toEqual(['guid-A', 'guid-B']);
    await lab.bring([page(0, [product('A')]), page(1, [product('B')])]);
    expect(await ids()).toEqual([]);
  });

  it('is forgotten as well when the app says again what is known already', async () => {
    await lab.bring([page(0, [product('A')])]);
    await lab.bring([page(0, [bad('A')])]);
    expect(await ids()).toEqual(['guid-A']);
    await lab.bring([page(0, [product('A')])]);
    expect(await ids()).toEqual([]);
  });

  it('that somebody has called right stays so for as long as the reason is the same', async () => {
    await lab.bring([page(0, [bad('A')])]);
    await lab.database.run('update refused_rows set expected = true');
    const expected = async () =>
      (await lab.database.query<{ expected: number }>('select expected from refused_rows'))[0]!.expected;
    await lab.bring([page(0, [bad('A')])]);
    expect(await expected()).toBe(1);
    await lab.bring([page(0, [product('A', { name: { odd: true } })])]);
    expect(await expected()).toBe(0);
  });

  it('of another task stays', async () => {
    await lab.bring([page(0, [bad('A')])], { task: 'import-others' });
    await lab.bring([page(0, [product('A')])]);
    expect(await ids()).toEqual(['guid-A']);
  });

  it('is forgotten when everything was asked for and it was not refused again', async () => {
    await lab.bring([page(0, [bad('GONE'), bad('A')])]);
    await lab.bring([page(0, [bad('OTHER')])], { task: 'import-others' });
    const run = await lab.bring([page(0, [bad('A')])]);
    await new Refusals(lab.incoming(run)).forgetEarlier(lab.database);
    expect(await ids()).toEqual(['guid-A', 'guid-OTHER']);
  });
});
