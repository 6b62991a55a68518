import { expect, it } from 'vitest';
import type { Exchange } from '../../connections/exchanges/exchange.js';
import { shownExchange } from './shown-exchange.js';

const message = (body: string) => ({ headers: {}, body, length: body.length, clipped: false });
const shownAnswer = (body: string) => {
  const exchange = { id: 1, installationId: 2, request: message(''), answer: message(body) } as unknown as Exchange;
  return shownExchange(exchange, true).answer!.body;
};

it('indents what an app has answered in JSON', () => {
  expect(shownAnswer('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
});

it('shows as it came what is nested so deep that its indents would be a thousand times as long', () => {
  const bomb = `${'['.repeat(1000)}${'1,'.repeat(100_000)}1${']'.repeat(1000)}`;
  expect(shownAnswer(bomb)).toBe(bomb);
});
