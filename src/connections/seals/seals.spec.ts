import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Settings } from '../../settings/settings.js';
import { CREDENTIALS } from '../test/acme.js';
import { Hub, migrated } from '../test/hub.js';
import { Vault } from '../vault.js';
import { BrokenSeal, keyNameOf } from './envelope.js';
import { KeyFile } from './keys.js';
import { Seals } from './seals.js';

const newKey = (name: string) => `${name}:${randomBytes(32).toString('base64')}`;
const [old, newest] = [newKey('old'), newKey('newest')];

let database: TestDatabase;
let before: Hub;
let after: Hub;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  before = await Hub.start(database.url, { settings: { secretKeys: [old] } });
  after = await Hub.start(database.url, { settings: { secretKeys: [newest, old] } });
});
afterAll(async () => {
  await before?.stop();
  await after?.stop();
  await database?.drop();
});

const sealedOf = async (id: number) =>
  (await before.database.one<{ credentials: Buffer }>('select credentials from connections where id = ?', [id]))!
    .credentials;
const write = (id: number, sealed: Buffer) =>
  before.database.run('update connections set credentials = ? where id = ?', [sealed, id]);

describe('a seal', () => {
  it('shows nothing of what it holds', async () => {
    const id = await before.connect('shown');
    const sealed = await sealedOf(id);
    for (const secret of Object.values(CREDENTIALS)) expect(sealed.includes(secret)).toBe(false);
    expect((await before.get(Vault).open(id)).credentials).toEqual(CREDENTIALS);
  });

  it('is never the same twice', async () => {
    const id = await before.connect('twice');
    const first = await sealedOf(id);
    await before.connect('twice');
    expect((await sealedOf(id)).equals(first)).toBe(false);
  });

  it('breaks when any byte of it is changed', async () => {
    const column = { table: 'connections', column: 'credentials', key: ['id'] };
    const seals = before.get(Seals);
    const sealed = seals.seal('secret', column, [1]);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      await expect(seals.open(changed, column, [1]), `byte ${at}`).rejects.toThrow(BrokenSeal);
    }
    for (let length = 0; length < sealed.length; length++) {
      await expect(seals.open(sealed.subarray(0, length), column, [1]), `${length} bytes`).rejects.toThrow(BrokenSeal);
    }
  });

  it('does not open in another row', async () => {
    const [mine, theirs] = [await before.connect('mine'), await before.connect('theirs')];
    await write(mine, await sealedOf(theirs));
    await expect(before.get(Vault).open(mine)).rejects.toThrow(/changed or moved.*Reconnecting stores them anew/);
  });

  it('names the key that is missing', async () => {
    const id = await after.connect('ahead');
    await expect(before.get(Vault).open(id)).rejects.toThrow(
      /the key 'newest', which this hub doesn't have: see SECRET_KEYS/,
    );
  });
});

describe('a change of keys', () => {
  it('seals everything anew while others read and write', async () => {
    await before.database.run('delete from connections');
    const ids: number[] = [];
    for (let i = 0; i < 250; i++) ids.push(await before.connect(`tenant-${i}`));
    const done = new AbortController();
    let reads = 0;
    const reading = (async () => {
      while (!done.signal.aborted) {
        const id = ids[reads++ % ids.length]!;
        expect((await after.get(Vault).open(id)).credentials.key).toBe(CREDENTIALS.key);
      }
    })();
    // A person reconnects through a process that still seals with the old key.
    const writing = before.connect('tenant-200', { ...CREDENTIALS, id: 'newer' });
    const counts = await Promise.all([after.get(Seals).rotate(), after.get(Seals).rotate()]);
    await writing;
    await after.get(Seals).rotate();
    done.abort();
    await reading;

    expect(counts[0]! + counts[1]!).toBeGreaterThanOrEqual(249);
    for (const id of ids) expect(keyNameOf(await sealedOf(id))).toBe('newest');
    expect((await after.get(Vault).open(ids[200]!)).credentials.id).toBe('newer');
    expect(await after.get(Seals).rotate()).toBe(0);
  });

  it('leaves what can’t be opened, names it, and does the rest', async () => {
    const [torn, whole] = [await before.connect('a-torn'), await before.connect('b-whole')];
    const good = await sealedOf(torn);
    await write(torn, Buffer.concat([good.subarray(0, -1), Buffer.from([good.at(-1)! ^ 1])]));
    expect(await after.get(Seals).unreadable()).toBe(1);
    await expect(after.get(Seals).rotate()).rejects.toThrow(
      `1 values were sealed anew, but these can't be opened: connections.credentials ${torn}`,
    );
    expect(keyNameOf(await sealedOf(whole))).toBe('newest');
    await write(torn, good);
    expect(await after.get(Seals).rotate()).toBe(1);
    expect(keyNameOf(await sealedOf(torn))).toBe('newest');
    expect(await after.get(Seals).unreadable()).toBe(0);
    expect(await before.get(Seals).unreadable()).toBeGreaterThan(200);
  });
});

describe('the key file', () => {
  const inFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
    await work(folder).finally(() => rm(folder, { recursive: true }));
  };
  const open = async (dataDir: string, from: Pick<Hub, 'database'> = before) => {
    const seals = new Seals(Object.assign(new Settings(), { dataDir }), from.database);
    await seals.onModuleInit();
    return seals;
  };
  const column = { table: 'things', column: 'secret', key: ['id'] };

  it('is made once, for its owner only', () =>
    inFolder(async (folder) => {
      const files = await Promise.all(Array.from({ length: 8 }, () => new KeyFile(folder).keys()));
      expect(new Set(files.map(([key]) => key!.bytes.toString('hex'))).size).toBe(1);
      expect((await stat(join(folder, 'secret-keys'))).mode & 0o777).toBe(0o600);
    }));

  it('is refused when others can read it', () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'secret-keys'), `${old}\n`, { mode: 0o644 });
      await expect(new KeyFile(folder).keys()).rejects.toThrow(/can be read by others: run chmod 600/);
    }));

  it('is refused when it holds no keys', () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, 'secret-keys'), 'nonsense\n', { mode: 0o600 });
      await expect(new KeyFile(folder).keys()).rejects.toThrow(/name:base64 pairs of 32 bytes/);
    }));

  it('takes a new key that running processes learn of when they meet it', () =>
    inFolder(async (folder) => {
      const [one, other] = [await open(folder), await open(folder)];
      const early = one.seal('early', column, [1]);
      const name = await one.addKey();
      const late = one.seal('late', column, [2]);
      expect(keyNameOf(late)).toBe(name);
      expect(await other.open(late, column, [2])).toBe('late');
      expect(await one.open(early, column, [1])).toBe('early');
    }));

  it('gives way to keys from the settings, which are changed there', async () => {
    await expect(before.get(Seals).addKey()).rejects.toThrow(/put the new one first there/);
  });
});
