import { describe, expect, it } from 'vitest';
import { connected } from './neto.js';

const STEP = 1;
const RIGHT = { timeZone: 'Australia/Sydney', currency: 'AUD', taxInclusive: true, currencies: 'one' };

describe('confirming the store', () => {
  it('passes where the store says the same', async () => {
    expect(await connected().app.checkStep(STEP, RIGHT)).toEqual([]);
  });

  it('passes with what the twin of the store would answer', async () => {
    const { app, shop } = connected({ shop: { timeZone: 'Pacific/Auckland' } });
    expect(await app.checkStep(STEP, { ...shop.answers })).toEqual([]);
  });

  it('warns of a time zone in which it is another time than on the store’s clock', async () => {
    const problems = await connected().app.checkStep(STEP, { ...RIGHT, timeZone: 'Australia/Perth' });
    expect(problems).toEqual([
      {
        field: 'timeZone',
        warning: true,
        problem: 'The store’s clock shows 12:00, but in Australia/Perth it is 09:00.',
      },
    ]);
  });

  it('takes no time zone that does not exist', async () => {
    for (const timeZone of ['Australia/Atlantis', '', undefined]) {
      const [problem] = await connected().app.checkStep(STEP, { ...RIGHT, timeZone });
      expect(problem).toMatchObject({ field: 'timeZone' });
      expect(problem!.warning).toBeUndefined();
    }
  });

  it('warns of another currency, and of prices with tax where orders say without', async () => {
    const problems = await connected().app.checkStep(STEP, { ...RIGHT, currency: 'NZD', taxInclusive: false });
    expect(problems.map(({ field, warning }) => [field, warning])).toEqual([
      ['currency', true],
      ['taxInclusive', true],
    ]);
  });

  it('offers the time zones that fit the store’s clock, the hub’s own guess first', async () => {
    const options = await connected().app.pickList('time-zones');
    expect(options[0]).toEqual({ value: 'Australia/Sydney', label: 'Australia/Sydney: 12:00 there now' });
    expect(options.map(({ value }) => value)).toContain('Australia/Melbourne');
    expect(options.map(({ value }) => value)).not.toContain('Australia/Perth');
  });

  it('finds any other by its name', async () => {
    const { app } = connected();
    const found = await app.pickList('time-zones', 'new york');
    expect(found.map(({ value }) => value)).toEqual(['America/New_York']);
    // The hub asks for what was chosen by its value.
    for (const zone of ['America/New_York', 'Australia/Perth', 'UTC'])
      expect((await app.pickList('time-zones', zone)).map(({ value }) => value)).toContain(zone);
  });

  it('offers them all where none fits: then a clock is wrong', async () => {
    const { app } = connected({ now: () => Date.UTC(2026, 2, 9) });
    expect((await app.pickList('time-zones')).length).toBeGreaterThan(400);
  });

  it('offers the store’s currency first', async () => {
    const { app } = connected();
    expect((await app.pickList('currencies'))[0]).toEqual({ value: 'AUD', label: 'AUD: Australian Dollar' });
    expect((await app.pickList('currencies', 'new zealand'))[0]!.value).toBe('NZD');
    expect(await app.pickList('currencies', 'CHF')).toEqual([{ value: 'CHF', label: 'CHF: Swiss Franc' }]);
  });

  it('understands a currency for each sales channel, and nothing that only looks like it', () => {
    const { fields } = connected().app.manifest.wizard[STEP]!;
    const pattern = new RegExp(fields.find(({ name }) => name === 'channelCurrencies')!.pattern!);
    for (const text of ['Website=AUD', 'Website = AUD, eBay = usd', 'A=AUD; B = NZD']) expect(text).toMatch(pattern);
    for (const text of ['AUD', 'Website', 'Website=AUDX', '=AUD', 'A=AUD,', 'A=AUD,,B=NZD'])
      expect(text).not.toMatch(pattern);
  });
});
