import { describe, expect, it } from 'vitest';
import { apiKeys, text } from '../../sdk/index.js';
import { acme, HOST } from '../test/acme.js';
import { addressOf } from './address.js';
import { Endpoints } from './endpoints.js';
import { NotAllowed } from './not-allowed.js';

const nowhere = new Endpoints([]);
const find = (path: string, manifest = acme(), credentials: Record<string, string> = {}, endpoints = nowhere) =>
  addressOf({ path }, manifest, credentials, endpoints);

const shop = (more = {}) =>
  acme({
    hosts: ['{domain}', '*.files.example'],
    connection: apiKeys({ fields: { domain: text('Domain') }, baseUrl: 'https://{domain}/do/WS', checks: [], ...more }),
  });

describe('an address', () => {
  it('lies below the base address', () => {
    const own = { domain: 'shop.example.com' };
    expect(find('/Products', shop(), own)).toMatchObject({
      origin: 'https://shop.example.com',
      host: 'shop.example.com',
      path: '/do/WS/Products',
      led: false,
    });
  });

  it('may be a full one on a declared host', () => {
    const own = { domain: 'shop.example.com' };
    expect(find('https://a.b.files.example/x?y=1', shop(), own)).toMatchObject({ path: '/x', query: 'y=1' });
    expect(find(`https://${HOST.toUpperCase()}/x`)).toMatchObject({ host: HOST });
  });

  it('keeps a query of its own in front of the further one', () => {
    const address = addressOf({ path: 'a?b=1', query: { c: '2 3' } }, acme(), {}, nowhere);
    expect(address).toMatchObject({ path: '/a', query: 'b=1&c=2%203' });
  });

  it.each([
    'https://evil.example/',
    'https://files.example/',
    'https://evilfiles.example/',
    `https://${HOST}.evil.example/`,
    `https://${HOST}@evil.example/`,
    `https://user:pass@${HOST}/`,
    `https://${HOST}:8443/`,
    `http://${HOST}/`,
    `https://${HOST}/#part`,
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://',
    'https:///x',
  ])('is refused: %s', (path) => {
    expect(() => find(path)).toThrow(NotAllowed);
    expect(() => find(path, shop(), { domain: 'shop.example.com' })).toThrow(NotAllowed);
  });

  it.each(['../admin', '/../../admin', 'x/../../y', '%2e%2e/%2e%2e/admin', '..\\..\\admin'])(
    'does not leave the base address: %s',
    (path) => {
      expect(() => find(path, shop(), { domain: 'shop.example.com' })).toThrow(NotAllowed);
    },
  );

  it.each(['//evil.example/x', '\\\\evil.example/x', '@evil.example', ':8443/x', '.evil.example/x'])(
    'can’t be led to another host by a path: %s',
    (path) => {
      expect(find(path)).toMatchObject({ origin: `https://${HOST}` });
    },
  );

  it.each([
    'evil.example/x?',
    'evil.example#',
    'user@evil.example',
    'evil.example:81',
    '127.0.0.1',
    '2130706433',
    '127.1',
    '0x7f.1',
    '0x7f.0x1',
    'localhost',
    '[::1]',
    '',
    'evil..example',
    '-evil.example',
    'evil.example\n',
    'evil.example\\x',
    `${'a'.repeat(64)}.example`,
  ])('is never made from a credential that is no host name: %j', (domain) => {
    expect(() => find('x', shop(), { domain })).toThrow(NotAllowed);
  });

  it('takes a credential in its path as one piece of it', () => {
    const manifest = shop({ baseUrl: `https://${HOST}/t/{domain}` });
    expect(find('x', manifest, { domain: '../a?b#c' })).toMatchObject({ path: '/t/..%2Fa%3Fb%23c/x', query: '' });
  });
});

describe('a request led elsewhere by a setting', () => {
  const endpoints = new Endpoints([`${HOST}=http://127.0.0.1:4100`, '*.shops.example=http://127.0.0.1:4200/twin/']);

  it('keeps its host, path and query', () => {
    expect(find('a?b=1', acme(), {}, endpoints)).toEqual({
      host: HOST,
      origin: 'http://127.0.0.1:4100',
      path: '/a',
      query: 'b=1',
      led: true,
    });
  });

  it('may be meant for any store of a domain', () => {
    const address = find('x', shop(), { domain: 'fern.shops.example' }, endpoints);
    expect(address).toMatchObject({
      host: 'fern.shops.example',
      origin: 'http://127.0.0.1:4200',
      path: '/twin/do/WS/x',
    });
  });

  it('still has to be declared', () => {
    expect(() => find('https://fern.shops.example/', acme(), {}, endpoints)).toThrow(NotAllowed);
  });
});
