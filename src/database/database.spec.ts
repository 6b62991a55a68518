import { beforeAll, expect, it } from 'vitest';
import { lockWaits } from '../../test/support/lock-waits.js';
import { ownSource } from '../../test/support/own-source.js';
import { Database } from './database.js';

const source = ownSource({ migrated: false });
let database: Database;

beforeAll(async () => {
  database = new Database(source());
  await database.run('create table shelves (id int primary key, n int not null)');
  await database.run('insert into shelves values ?', [Array.from({ length: 20 }, (_, at) => [at + 1, 0])]);
});

it('tries a statement again that was the victim of a deadlock', async () => {
  let statement: Promise<number> | undefined;
  await database.transaction(async (tx) => {
    // It has changed the most, so it is the other one that has to give way.
    await tx.run('update shelves set n = n + 1 where id < 18');
    statement ??= database.run('update shelves set n = n + 10 where id in (1, 20) order by id desc');
    await lockWaits((sql) => database.query(sql), 1);
    await tx.run('update shelves set n = n + 1 where id = 20');
  });
  expect(await statement).toBe(2);
  expect(await database.query('select n from shelves where id in (1, 20)')).toEqual([{ n: 11 }, { n: 11 }]);
});

it('begins no more transactions at once than leave connections free for what they ask beside themselves', async () => {
  const count = 50;
  let begun = 0;
  const work = async () => {
    begun++;
    await expect.poll(() => begun).toBeGreaterThan(10);
    return database.one<{ n: number }>('select 1 n');
  };
  const all = await Promise.all(Array.from({ length: count }, () => database.transaction(work)));
  expect(all).toEqual(Array.from({ length: count }, () => ({ n: 1 })));
});

it('keeps the rest of a text of which half a letter is missing', async () => {
  await database.run('create table words (word varchar(20)) default charset utf8mb4');
  await database.run('insert into words values ?', [[['fern'], ['fi\ud83eg'], ['\udc00'], ['🪴']]]);
  await source().query('insert into words values (?)', ['\ud800']);
  const words = await database.query<{ word: string }>('select word from words');
  expect(words.map(({ word }) => word)).toEqual(['fern', 'fi\ufffdg', '\ufffd', '🪴', '\ufffd']);
});
