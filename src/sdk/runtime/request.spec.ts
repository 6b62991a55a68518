import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { apiKeys, hmac, secret, text } from '../connection.js';
import { manifestOf } from '../manifest-of.js';
import type { Plugin } from '../plugin.js';
import { signedRequest } from './request.js';

const connection = apiKeys({
  fields: { domain: text('Domain'), key: secret('Key') },
  baseUrl: 'https://{domain}/api/v1/',
  headers: { 'X-Key': '{key}' },
  sign: hmac('sha256', { over: 'query', key: 'key', header: 'X-Signature', encoding: 'hex' }),
  checks: [],
});
const manifest = manifestOf({ connection, hosts: ['{domain}', '*.files.test'] } as unknown as Plugin);
const credentials = { domain: 'shop.example.test', key: 'k3y' };
const write = (request: Parameters<typeof signedRequest>[2]) => signedRequest(manifest, credentials, request);

describe('a request on its way out', () => {
  it('is addressed below the base, its query in the order given and encoded once', () => {
    const { url } = write({
      path: '/Items/a b',
      query: { b: "O'Neil & Söhne", a: 1, none: undefined, at: '2026-11-22T06:00:00' },
    });
    expect(url).toBe(
      'https://shop.example.test/api/v1/Items/a%20b?b=O%27Neil%20%26%20S%C3%B6hne&a=1&at=2026-11-22T06:00:00',
    );
  });

  it('is signed over exactly what is sent', () => {
    const { url, headers } = write({ path: 'Items?page=1', query: { name: "it's" } });
    const sent = new URL(url).search.slice(1);
    expect(sent).toBe('page=1&name=it%27s');
    expect(headers['x-signature']).toBe(createHmac('sha256', 'k3y').update(sent).digest('hex'));
    expect(headers['x-key']).toBe('k3y');
  });

  it('carries JSON, and its own headers never in place of the connection’s', () => {
    const { method, body, headers } = write({
      method: 'POST',
      path: 'x',
      json: { a: 1 },
      headers: { 'x-KEY': 'mine', Accept: 'x' },
    });
    expect({ method, body }).toEqual({ method: 'POST', body: '{"a":1}' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-key': 'k3y', accept: 'x' });
  });

  it('goes nowhere else', () => {
    expect(write({ path: 'https://eu.files.test/a' }).url).toBe('https://eu.files.test/a');
    expect(() => write({ path: 'https://evil.test/a' })).toThrow(/evil.test is not one of the hosts/);
    expect(() => write({ path: 'https://shop.example.test.evil.test/' })).toThrow(/not one of the hosts/);
    expect(() => signedRequest({ hosts: [] }, {}, { path: 'a' })).toThrow(/full address/);
  });
});
