import { beforeAll, beforeEach, expect, it } from 'vitest';
import { lockWaits } from '../../test/support/lock-waits.js';
import { ownSource } from '../../test/support/own-source.js';
import { afterAct, outsideActs } from './act.js';
import { Database } from './database.js';
import { Ids } from './ids.js';

const source = ownSource({ migrated: false });
let database: Database;

beforeAll(async () => {
  database = new Database(source());
  await database.run('create table shelves (id int primary key, n int not null)');
  await database.run('create table id_blocks (noun varchar(20) primary key, next bigint unsigned not null)');
});
beforeEach(() => database.run('replace into shelves values (1, 0), (2, 0), (3, 0)'));
const shelves = async () =>
  (await database.query<{ n: number }>('select n from shelves order by id')).map(({ n }) => n).join(' ');
const add = (n: number, id: number) => database.run('update shelves set n = n + ? where id = ?', [n, id]);
const wrong = () => Promise.reject(new Error('wrong'));

it('keeps all of an act or nothing, whoever wrote it and however', async () => {
  const act = (end: () => Promise<unknown>) =>
    database.together(async () => {
      await add(1, 1);
      await database.transaction((tx) => tx.run('update shelves set n = 1 where id = 2'));
      await source().query('update shelves set n = 1 where id = 3');
      await database.together(() => add(1, 1));
      expect(await shelves()).toBe('2 1 1');
      await end();
    });
  await expect(act(wrong)).rejects.toThrow('wrong');
  expect(await shelves()).toBe('0 0 0');
  await act(async () => {});
  expect(await shelves()).toBe('2 1 1');
});

it('shows nothing of an act to others before its end', async () => {
  let [seen, begun, go] = ['', () => {}, () => {}];
  const halfway = new Promise<void>((resolve) => (begun = resolve));
  const looked = new Promise<void>((resolve) => (go = resolve));
  const act = database.together(async () => {
    await add(1, 1);
    begun();
    await looked;
  });
  await halfway;
  seen = await shelves();
  go();
  await act;
  expect([seen, await shelves()]).toEqual(['0 0 0', '1 0 0']);
});

it('goes on without the part that failed, where that was expected', async () => {
  await database.together(async () => {
    await add(1, 1);
    const part = database.transaction(async () => {
      await add(1, 2);
      await wrong();
    });
    await part.catch(() => {});
    await add(1, 3);
  });
  expect(await shelves()).toBe('1 0 1');
});

it('is begun anew as a whole when the server takes it back, even if the deadlock was overlooked', async () => {
  let attempts = 0;
  let other: Promise<void> | undefined;
  await database.together(async () => {
    attempts += 1;
    await add(1, 1);
    // The other one has changed more, so it is the act that gives way.
    other ??= outsideActs(() =>
      database.transaction(async (tx) => {
        await tx.run('update shelves set n = n + 10 where id in (2, 3)');
        await tx.run('insert into shelves select 10 + seq, 0 from seq_1_to_50');
        await tx.run('update shelves set n = n + 10 where id = 1');
      }),
    );
    if (attempts === 1) await lockWaits((sql) => source().query(sql), 1);
    await add(1, 2).catch(() => {});
  });
  await other;
  expect([attempts, (await shelves()).slice(0, 8)]).toEqual([2, '11 11 10']);
  await database.run('delete from shelves where id > 10');
});

it('tells others when they can see it, and nothing of what came to nothing', async () => {
  const told: string[] = [];
  const act = (end: () => Promise<unknown>, news: string) =>
    database.together(async () => {
      afterAct(() => told.push(news));
      await end();
      expect(told).toEqual([]);
    });
  await act(wrong, 'never').catch(() => {});
  await act(async () => {}, 'done');
  expect(told).toEqual(['done']);
});

it('lets work go on by itself that it has begun and not awaited', async () => {
  let late: Promise<unknown> | undefined;
  let go = () => {};
  const ended = new Promise<void>((resolve) => (go = resolve));
  await database.together(async () => {
    late = ended.then(() => add(5, 1));
  });
  go();
  await late;
  expect(await shelves()).toBe('5 0 0');
});

it('hands out no id twice that an act has reserved in vain', async () => {
  const ids = new Ids(source());
  let vain = 0;
  const act = database.together(async () => {
    vain = await ids.next('store');
    await wrong();
  });
  await expect(act).rejects.toThrow('wrong');
  expect(await new Ids(source()).next('store')).toBe(vain + 1);
});
