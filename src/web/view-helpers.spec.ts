import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { Assets } from './assets.js';
import { statusOf } from './status.js';
import { registerHelpers } from './view-helpers.js';

const handlebars = Handlebars.create();
registerHelpers(handlebars, new Assets());

const show = (template: string, data: Record<string, unknown> = {}) =>
  handlebars.compile(template)({ timeZone: 'Australia/Sydney', now: new Date('2026-11-22T06:00:00Z'), ...data });

describe('time', () => {
  it('is relative, with the exact one in the store’s time zone on hover', () => {
    expect(show('{{time at}}', { at: new Date('2026-11-22T05:58:00Z') })).toBe(
      '<time datetime="2026-11-22T05:58:00.000Z" title="Sun, 22 Nov 2026, 4:58:00 pm AEDT">2 minutes ago</time>',
    );
  });

  it.each([
    ['2026-11-22T05:59:55Z', 'just now'],
    ['2026-11-22T06:00:59Z', 'in 59 seconds'],
    ['2026-11-22T07:30:00Z', 'in 1 hour'],
    ['2026-11-21T05:00:00Z', 'yesterday'],
    ['2026-11-01T06:00:00Z', '3 weeks ago'],
    ['2025-05-22T06:00:00Z', 'last year'],
  ])('says %s as %s', (at, words) => {
    expect(show('{{time at}}', { at })).toContain(`>${words}<`);
  });

  it('says what to say when there is none', () => {
    expect(show('{{time at else="Not yet"}}', { at: null })).toBe('Not yet');
  });
});

it('a calendar date is the same day in every time zone', () => {
  for (const timeZone of ['Pacific/Auckland', 'America/Los_Angeles']) {
    expect(show("{{date '2026-11-22'}}", { timeZone })).toBe('22 Nov 2026');
  }
});

describe('money', () => {
  it('keeps every digit of amounts no binary number could hold', () => {
    expect(show("{{money '12345678901234567.89' 'AUD'}}")).toContain(
      '12,345,678,901,234,567.89&nbsp;<small>AUD</small>',
    );
  });

  it('shows cents always where a currency has any, finer parts where there are any, and a dash for nothing', () => {
    expect(show("{{money '7' 'NZD'}}")).toContain('7.00');
    expect(show("{{money '0.1055' 'NZD'}}")).toContain('0.1055');
    expect(show("{{money '46672' 'JPY'}} {{money '69.5' 'KWD'}}")).toMatch(/>46,672&nbsp;.+>69\.500&nbsp;/);
    expect(show("{{money amount 'NZD'}}", { amount: null })).toContain('–');
  });
});

it('counts in words', () => {
  expect(show("{{count 1 'order'}}, {{count 1234 'order'}}, {{count 2 'reply' 'replies'}}")).toBe(
    '1 order, 1,234 orders, 2 replies',
  );
});

it('a thing’s own field wins over a helper of the same name', () => {
  expect(show('{{count}} {{date}} {{status}}', { count: 7, date: 'Monday', status: 'open' })).toBe('7 Monday open');
});

it('escapes what people typed, wherever it lands', () => {
  const nasty = '"><script>alert(1)</script>';
  const templates = ['{{money 1 nasty}}', '{{sparkline values label=nasty}}', '{{bars values labels=(list nasty)}}'];
  for (const template of templates) expect(show(template, { nasty, values: [1] })).not.toContain('<script>');
});

it('refuses an icon or an asset that does not exist', () => {
  expect(() => show("{{icon 'no-such-icon-at-all'}}")).toThrow();
  expect(() => show("{{icon '../../package'}}")).toThrow('is no icon’s name');
  expect(() => show("{{asset 'nothing.css'}}")).toThrow('no asset called nothing.css');
});

it('an input that must repeat a name accepts that name only', () => {
  const name = 'Main (A+B) [x]/y-z.';
  const pattern = new RegExp(`^(?:${handlebars.compile('{{{pattern name}}}')({ name })})$`, 'v');
  expect(pattern.test(name)).toBe(true);
  expect(pattern.test('Main (AAB) [x]/y-z.')).toBe(false);
});

it('a status has a look, an icon and a word, also one nobody has heard of', () => {
  expect(statusOf('exported')).toEqual({ look: 'fine', icon: 'circle-check', word: 'Exported' });
  expect(statusOf('running', { word: 'Running 42 %' }).word).toBe('Running 42 %');
  expect(statusOf('half_eaten')).toMatchObject({ look: 'idle', word: 'Half eaten' });
});

it('draws values of any size inside the picture', () => {
  for (const values of [[0], [5, 5, 5], [-3, 8], Array.from({ length: 200 }, (_, n) => n ** 3)]) {
    const svg = show('{{sparkline values}}', { values });
    const heights = [...svg.matchAll(/,(-?[\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heights)).toBeLessThanOrEqual(32);
    expect(svg).not.toContain('NaN');
  }
});
