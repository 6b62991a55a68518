import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Lab, page, STORE } from '../records/test/lab.js';
import { linkFurther } from './further-links.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());
beforeEach(() => lab.empty());

const APP = { storeId: STORE, connectionId: 9 };
const customer = (username: string) => ({ remoteId: `shop-${username}`, values: { username } });

const linked = () =>
  lab.database.query<{ remote_id: string; record_key: string }>(
    `select l.remote_id, r.record_key from links l join records r on r.store_id = l.store_id and r.id = l.record_id
     where l.connection_id = 9 order by l.remote_id`,
  );

const link = (...links: [key: string, remoteId: string][]) =>
  lab.database.transaction((tx) =>
    linkFurther(
      tx,
      APP,
      links.map(([key, remoteId]) => ({ type: 'customer' as const, key, remoteId })),
    ),
  );

it('what was found or made on the way is linked, as far as the hub knows it', async () => {
  await lab.bring([page(0, [customer('almond'), customer('bay')])], { type: 'customer' });
  await link(['almond', 'c-1'], ['nobody', 'c-2']);
  await link(['almond', 'c-1'], ['bay', 'c-3']);
  expect(await linked()).toEqual([
    { remote_id: 'c-1', record_key: 'almond' },
    { remote_id: 'c-3', record_key: 'bay' },
  ]);
});

it('a record keeps the counterpart it has, and a counterpart its record', async () => {
  await lab.bring([page(0, [customer('almond'), customer('bay')])], { type: 'customer' });
  await link(['almond', 'c-1']);
  await link(['almond', 'c-9'], ['bay', 'c-1']);
  expect(await linked()).toEqual([{ remote_id: 'c-1', record_key: 'almond' }]);
});
