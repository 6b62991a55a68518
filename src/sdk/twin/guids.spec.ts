import { expect, it } from 'vitest';
import { guidFrom, isGuid, pick } from './guids.js';

it('makes the same lower-case guid from the same words, and others from others', () => {
  expect(guidFrom('fern', 'product', 7)).toBe(guidFrom('fern', 'product', 7));
  const many = new Set(Array.from({ length: 50_000 }, (_, at) => guidFrom('fern', 'product', at)));
  expect(many.size).toBe(50_000);
  for (const guid of [...many].slice(0, 200)) {
    expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isGuid(guid)).toBe(true);
  }
});

it('picks evenly enough to look like chance', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let at = 0; at < 10_000; at += 1) counts[pick(10, 'spread', at)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
});
