import { expect, it } from 'vitest';
import type { HttpRequest } from '../../sdk/index.js';
import { AlreadySaid } from './already-said.js';

it('asks an app once for what several lists are read from, and writes each time', async () => {
  const asked: string[] = [];
  const send = async ({ method = 'GET', path }: HttpRequest) => {
    asked.push(`${method} ${path}`);
    return { status: 200, headers: {}, body: String(asked.length), exchange: asked.length };
  };
  const said = new AlreadySaid(new AbortController().signal);
  const [one, other] = [said.before(send), said.before(send)];
  const requests: HttpRequest[] = [
    { path: 'Accounts' },
    { path: 'TaxRates' },
    { path: 'Accounts' },
    { path: 'Accounts', query: { page: 2 } },
    { method: 'POST', path: 'Items' },
    { method: 'POST', path: 'Items' },
  ];
  const answers = await Promise.all(requests.map((request, at) => (at % 2 ? one : other)(request)));
  expect(asked).toEqual(['GET Accounts', 'GET TaxRates', 'GET Accounts', 'POST Items', 'POST Items']);
  expect(answers.map(({ body }) => body)).toEqual(['1', '2', '1', '3', '4', '5']);
});
