import { DataSource } from 'typeorm';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ownSource } from '../../test/support/own-source.js';
import { Database } from './database.js';
import { JustRead } from './just-read.js';

const source = ownSource({ migrated: false });
let database: Database;
let justRead: JustRead;
let readings: number;

beforeAll(async () => {
  database = new Database(source());
  await database.run('create table shelves (id int primary key, n int not null)');
  await database.run('insert into shelves values (1, 0)');
});

beforeEach(() => {
  // A second passes only where a test says so.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  justRead = new JustRead(database);
  readings = 0;
});

async function readShelf(): Promise<number> {
  readings++;
  return (await database.one<{ n: number }>('select n from shelves where id = 1'))!.n;
}

const shelf = () => justRead.of('shelf', readShelf);

it('many who ask in the same moment are answered by one reading', async () => {
  await Promise.all([shelf(), shelf(), shelf()]);
  await shelf();
  expect(readings).toBe(1);
});

it.each<[string, () => Promise<unknown>]>([
  ['a statement', () => database.run('update shelves set n = n + 1')],
  ['a transaction', () => database.transaction((tx) => tx.run('update shelves set n = n + 1'))],
  [
    'a repository',
    () =>
      source()
        .createQueryBuilder()
        .update('shelves')
        .set({ n: () => 'n + 1' })
        .execute(),
  ],
])('nobody is shown what was before %s of this process', async (_, write) => {
  const before = await shelf();
  await write();
  expect(await shelf()).toBe(before + 1);
});

it('what was read while a transaction was still open is not shown once it is through', async () => {
  const before = await shelf();
  await database.transaction(async (tx) => {
    await tx.run('update shelves set n = n + 1');
    expect(await shelf()).toBe(before);
  });
  expect(await shelf()).toBe(before + 1);
});

it('what another process wrote is seen after a second at the latest', async () => {
  const elsewhere = await new DataSource(source().options).initialize();
  const before = await shelf();
  await elsewhere.query('update shelves set n = n + 1');
  expect(await shelf()).toBe(before);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1001);
  expect(await shelf()).toBe(before + 1);
  await elsewhere.destroy();
});

it('whoever has just had something written elsewhere is shown it at once', async () => {
  await shelf();
  await justRead.after(Date.now() - 2000, shelf);
  expect(readings).toBe(2);
  await justRead.after(Date.now() - 60_000, shelf);
  await justRead.after(undefined, shelf);
  expect(readings).toBe(2);
});

it('what could not be read is tried again', async () => {
  await expect(justRead.of('broken', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await justRead.of('broken', readShelf)).toBeTypeOf('number');
});
