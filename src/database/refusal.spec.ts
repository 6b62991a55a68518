import { beforeAll, expect, it } from 'vitest';
import { ownSource } from '../../test/support/own-source.js';
import { refuseRows } from '../../test/support/refuse-rows.js';
import { Database } from './database.js';
import { refusalOf } from './refusal.js';
import { troubleOf } from './trouble.js';

const source = ownSource({ migrated: false });
let database: Database;

beforeAll(async () => {
  database = new Database(source());
  await database.run(
    'create table shelves (id int primary key, name varchar(5) not null, body json, check (id <> 7)) default charset utf8mb4',
  );
  await database.run("insert into shelves values (1, 'fern', null)");
  await refuseRows(database, 'shelves', "new.name = 'fig'");
});

it.each([
  ['taken', "values (1, 'moss', null)"],
  ['too-long', "values (2, 'monstera', null)"],
  ['unfit', "values (99999999999, 'moss', null)"],
  ['unfit', "values ('two', 'moss', null)"],
  ['unfit', 'values (2, null, null)'],
  ['unfit', "values (2, x'ff', null)"],
  ['unfit', "values (2, 'moss', '{half')"],
  ['unfit', "values (7, 'moss', null)"],
  ['unfit', "values (2, 'fig', null)"],
  // The hub's own mistakes are nobody's values.
  [undefined, "values (2, 'moss')"],
  [undefined, "(number) values ('moss')"],
  [undefined, 'valuse ()'],
])('%s: %s', async (refusal, values) => {
  const error = await database.run(`insert into shelves ${values}`).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(Error);
  expect([refusalOf(error), troubleOf(error)]).toEqual([refusal, undefined]);
});

it('a database in trouble refuses nothing', () => {
  for (const code of ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'ER_DISK_FULL', 'ER_SERVER_SHUTDOWN'])
    expect(refusalOf({ code, sqlState: 'HY000' })).toBeUndefined();
  expect(refusalOf({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })).toBeUndefined();
});
