import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { App } from '../test/app.js';
import { Hub, migrated } from '../test/hub.js';
import { isPublicAddress, Names, publicLookup } from './public-address.js';

describe('an address is public', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '223.255.255.255',
    '2606:4700::1111',
  ])('%s is', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.5',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '2001:db8::1',
    'not an address',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the door', () => {
  let database: TestDatabase;
  let inner: App;
  let hub: Hub;
  const names = new Names();
  let asked = 0;
  const answering = (...answers: string[][]) => {
    asked = 0;
    names.resolve = (_, __, done) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)]!;
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  };

  beforeAll(async () => {
    database = await testDatabase();
    await migrated(database.url);
    inner = await App.start();
    hub = await Hub.start(database.url, { names });
  });
  afterAll(async () => {
    await hub?.stop();
    await inner?.stop();
    await database?.drop();
  });

  const get = async () => hub.open(await hub.connect()).http({ path: 'Products', timeout: 2000 });

  it.each([[['127.0.0.1']], [['::1']], [['169.254.169.254']], [['8.8.8.8', '10.0.0.1']], [['::ffff:127.0.0.1']]])(
    'does not go to a name that leads to %j',
    async (addresses) => {
      answering(addresses);
      await expect(get()).rejects.toThrow(/leads to .*, which isn't a public address/);
      expect(asked).toBe(1);
      expect(inner.received).toEqual([]);
    },
  );

  it('does not go to a name that leads nowhere', async () => {
    answering([]);
    await expect(get()).rejects.toThrow(/leads nowhere/);
  });

  it('connects to the very addresses it judged, even if the name answers differently a moment later', () => {
    answering(['8.8.8.8', '2606:4700::1111'], ['127.0.0.1']);
    const taken: unknown[] = [];
    publicLookup(names)('rebinding.example', { all: true }, (error, addresses) => taken.push(error, addresses));
    const judged = [
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ];
    expect(taken).toEqual([null, judged]);
    publicLookup(names)('rebinding.example', {}, (error) => taken.push(error?.message));
    expect(taken[2]).toMatch(/rebinding.example leads to 127.0.0.1/);
  });

  it('keeps a note of what it refused', async () => {
    answering(['10.0.0.7']);
    await expect(get()).rejects.toThrow();
    await hub.open(await hub.connect()).flush();
    const row = await hub.database.one('select status, failure from exchanges order by id desc limit 1');
    expect(row).toEqual({ status: null, failure: "api.acme.example leads to 10.0.0.7, which isn't a public address." });
  });
});
