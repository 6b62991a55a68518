import { describe, expect, it } from 'vitest';
import { type Place, windows } from '../wire/windows.js';

const DAY = 86_400_000;
const NOW = 100 * DAY;

interface Thing {
  id: number;
  at: number;
}

/** A store that tells what changed in a stretch of time, in an order of its own, and lets things happen between questions. */
function store(things: Thing[], limit: number, meanwhile: (asked: number) => void = () => undefined) {
  let asked = 0;
  const ask = async (from: number, to: number | undefined, page: number) => {
    const found = things
      .filter(({ at }) => at >= from && (to === undefined || at <= to))
      .map((thing) => ({ ...thing }));
    found.sort((one, other) => one.at - other.at);
    meanwhile(asked++);
    return found.slice(page * limit, (page + 1) * limit);
  };
  return { walk: { end: NOW, limit, ask }, asked: () => asked };
}

async function walked(walk: Parameters<typeof windows>[0], place: Place = { from: 0, width: NOW }) {
  const pages: { rows: unknown[]; next?: Place }[] = [];
  for await (const page of windows(walk, place)) pages.push(page);
  return { pages, ids: new Set(pages.flatMap(({ rows }) => rows.map((row) => (row as Thing).id))) };
}

const evenly = (count: number): Thing[] =>
  Array.from({ length: count }, (_, id) => ({ id, at: Math.floor((id * NOW) / count) }));

describe('a walk through time', () => {
  it('is one question where everything fits on a page', async () => {
    const { walk, asked } = store(evenly(9), 10);
    expect((await walked(walk)).ids.size).toBe(9);
    expect(asked()).toBe(1);
  });

  it('misses nothing that changes while it goes on', async () => {
    const things = evenly(1000);
    // Behind each question another old thing changes: it leaves its page, and everything behind it moves up.
    const { walk } = store(things, 10, (asked) => {
      const thing = things[(asked * 7) % 1000];
      if (thing && asked < 900) thing.at = NOW + asked;
    });
    expect((await walked(walk)).ids.size).toBe(1000);
  });

  it('asks for little more than twice as many pages as there must be', async () => {
    const { walk, asked } = store(evenly(5000), 100);
    await walked(walk);
    expect(asked()).toBeLessThan(110);
  });

  it('turns pages where a moment holds more than one', async () => {
    const things = Array.from({ length: 95 }, (_, id) => ({ id, at: 50 * DAY }));
    const { walk } = store(things, 10);
    expect((await walked(walk)).ids.size).toBe(95);
  });

  it('goes on from any place it has been at, as if it had never stopped', async () => {
    const things = [...evenly(500), ...Array.from({ length: 25 }, (_, at) => ({ id: 1000 + at, at: 30 * DAY }))];
    const { walk } = store(things, 10);
    const { pages } = await walked(walk);
    for (const [at, { next }] of pages.slice(0, -1).entries()) {
      const kept: Place = JSON.parse(JSON.stringify(next));
      expect((await walked(walk, kept)).pages).toEqual(pages.slice(at + 1));
    }
  });
});
