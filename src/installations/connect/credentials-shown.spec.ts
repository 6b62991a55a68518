import { expect, it } from 'vitest';
import { Endpoints } from '../../connections/door/endpoints.js';
import { acme, HOST } from '../../connections/test/acme.js';
import { credentialsUrl } from './credentials-shown.js';

const SITE = 'https://acme.example/keys';
const found = (url: string, ...endpoints: string[]) =>
  credentialsUrl(
    { hosts: [HOST], connection: { ...acme().connection!, credentialsUrl: url } },
    new Endpoints(endpoints),
  );

it('leads to the app’s own site for credentials', () => {
  expect(found(SITE)).toBe(SITE);
  expect(found(SITE, 'api.other.example=http://127.0.0.1:4711')).toBe(SITE);
});

it('leads to the sandbox that the requests go to', () => {
  expect(found(SITE, `${HOST}=http://127.0.0.1:4711`)).toBe('http://127.0.0.1:4711/');
});

it('never leads to a script', () => {
  expect(found('javascript:alert(1)')).toBeUndefined();
});
