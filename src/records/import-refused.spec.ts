import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusing } from '../../test/support/refuse-rows.js';
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

describe('a row that the database doesn’t take', () => {
  const { refuse, mend } = refusing(() => lab.database, 'No');
  const keys = async () => (await lab.records()).map(({ key }) => key);
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => product(`P${String(from + at).padStart(3, '0')}`));

  it('is refused alone, wherever it stands, and the pull goes on', async () => {
    await refuse('records', "new.record_key in ('P003', 'P057', 'P099')");
    const run = await lab.bring([page(0, numbered(0, 40)), page(1, numbered(40, 80)), page(2, numbered(80, 120))]);
    expect(await keys()).toHaveLength(117);
    expect(await ids()).toEqual(['guid-P003', 'guid-P057', 'guid-P099']);
    expect(await lab.counters(run)).toMatchObject({ read: 120, created: 117, failed: 3 });
    const failed = (await lab.log(run)).filter(({ action }) => action === 'failed');
    expect(failed).toHaveLength(3);
    for (const line of failed)
      expect(line).toMatchObject({
        reason: expect.stringMatching(
          /^The hub couldn’t write it down: something in it is not as the hub can keep it\..* under run \d+\.$/,
        ),
        name: expect.stringMatching(/^P\d+ · Product P\d+$/),
      });
    await mend();
    await lab.bring([page(0, numbered(0, 120))]);
    expect(await keys()).toHaveLength(120);
    expect(await ids()).toEqual([]);
  });

  it('only because of another that comes with it lets the first one in', async () => {
    await refuse('links', "new.remote_id = 'guid-B' and exists (select 1 from links l where l.remote_id = 'guid-A')");
    await lab.bring([page(0, [product('A'), product('B'), product('C')])]);
    expect(await keys()).toEqual(['A', 'C']);
    expect(await ids()).toEqual(['guid-B']);
  });

  it('ends the pull where many come and none is taken, for it isn’t theirs to mend', async () => {
    await refuse('records', 'true');
    await expect(lab.bring([page(0, numbered(0, 12))])).rejects.toThrow('No');
    expect(await ids()).toEqual([]);
  });
});
