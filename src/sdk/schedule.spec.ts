import { describe, expect, it } from 'vitest';
import { nextRun, parseDuration, parseSchedule } from './schedule.js';
import { scheduleInWords } from './schedule-in-words.js';

const SYDNEY = 'Australia/Sydney';

function runs(text: string, from: string, count: number, zone = SYDNEY): string[] {
  const schedule = parseSchedule(text);
  const found: string[] = [];
  for (let after = new Date(from); found.length < count; ) {
    after = nextRun(schedule, zone, after);
    found.push(after.toISOString().slice(5, 16));
  }
  return found;
}

describe('a schedule', () => {
  it('comes round every so many minutes, hours and days', () => {
    expect(runs('every 15 minutes', '2026-11-22T06:07:30Z', 2)).toEqual(['11-22T06:15', '11-22T06:30']);
    expect(runs('every 2 hours', '2026-11-22T06:00:00Z', 2)).toEqual(['11-22T08:00', '11-22T10:00']);
    expect(runs('every day', '2026-11-22T06:00:00Z', 2)).toEqual(['11-22T13:00', '11-23T13:00']);
    expect(runs('every 2 days', '2026-11-22T06:00:00Z', 2)).toEqual(['11-22T13:00', '11-24T13:00']);
  });

  it('follows the clock on the wall of the shop', () => {
    expect(runs('0 6,18 * * *', '2026-11-22T00:00:00Z', 3)).toEqual(['11-22T07:00', '11-22T19:00', '11-23T07:00']);
    expect(runs('30 9 * * mon-fri', '2026-11-20T00:00:00Z', 2, 'UTC')).toEqual(['11-20T09:30', '11-23T09:30']);
    expect(runs('0 0 29 2 *', '2026-11-20T00:00:00Z', 1, 'UTC')).toEqual(['02-29T00:00']);
    expect(runs('0 6 1 * 7', '2026-11-23T00:00:00Z', 2, 'UTC')).toEqual(['11-29T06:00', '12-01T06:00']);
  });

  it('runs right behind the hour that is skipped when clocks go forward, once', () => {
    expect(runs('30 2 * * *', '2026-10-02T20:00:00Z', 3)).toEqual(['10-03T16:00', '10-04T15:30', '10-05T15:30']);
    expect(runs('*/30 * * * *', '2026-10-03T15:20:00Z', 3)).toEqual(['10-03T15:30', '10-03T16:00', '10-03T16:30']);
    expect(runs('*/20 2 * * *', '2026-10-03T15:20:00Z', 2)).toEqual(['10-03T16:00', '10-04T15:00']);
  });

  it('runs a daily time once, and a quarter-hourly one on, through the hour that is repeated when clocks go back', () => {
    expect(runs('30 2 * * *', '2027-04-02T20:00:00Z', 3)).toEqual(['04-03T15:30', '04-04T16:30', '04-05T16:30']);
    expect(runs('*/30 * * * *', '2027-04-03T14:40:00Z', 5)).toEqual([
      '04-03T15:00',
      '04-03T15:30',
      '04-03T16:00',
      '04-03T16:30',
      '04-03T17:00',
    ]);
    expect(runs('15,45 * * * *', '2027-04-03T14:40:00Z', 3)).toEqual(['04-03T14:45', '04-03T15:15', '04-03T15:45']);
  });

  it('copes with clocks that change by half an hour, or at midnight', () => {
    expect(runs('*/30 * * * *', '2026-10-03T15:00:00Z', 3, 'Australia/Lord_Howe')).toEqual([
      '10-03T15:30',
      '10-03T16:00',
      '10-03T16:30',
    ]);
    expect(runs('0 0 * * *', '2026-09-05T12:00:00Z', 2, 'America/Santiago')).toEqual(['09-06T04:00', '09-07T03:00']);
  });

  it('always lies ahead', () => {
    for (const text of ['*/7 * * * *', '0 */3 * * *', 'every 90 minutes', '59 23 * * *']) {
      let after = new Date('2027-04-03T00:00:00Z');
      for (let run = 0; run < 200; run++) {
        const next = nextRun(parseSchedule(text), SYDNEY, after);
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        after = next;
      }
    }
  });

  it.each([
    ['every blue moon', /no schedule/],
    ['every 0 minutes', /runs never/],
    ['0 6 * *', /no schedule/],
    ['61 * * * *', /'61' is no minute/],
    ['0 6-4 * * *', /backwards/],
    ['*/0 * * * *', /step/],
    ['0 6 * * someday', /no day of the week/],
    ['0 0 31 2 *', /never comes round/],
    ['', /no schedule/],
  ])('is refused with its reason: %s', (text, reason) => {
    expect(() => parseSchedule(text)).toThrow(reason);
  });
});

describe('a schedule in words', () => {
  it.each([
    ['every 15 minutes', 'every 15 minutes'],
    ['every 1 hour', 'every hour'],
    ['every 2 days', 'every 2 days'],
    ['*/15 * * * *', 'every 15 minutes'],
    ['0 * * * *', 'every hour'],
    ['20 * * * *', 'every hour, 20 minutes past'],
    ['0 6,18 * * *', '6 am and 6 pm Sydney'],
    ['30 9 * * mon-fri', '9:30 am Sydney on weekdays'],
    ['0 0,12 * * 0', 'midnight and noon Sydney on Sundays'],
    ['5 7 1,15 * *', '7:05 am Sydney on the 1st and 15th'],
    ['5 7 1 1 *', '7:05 am Sydney on the 1st in January'],
    ['*/5 9-17 * * *', 'at “*/5 9-17 * * *” Sydney'],
  ])('%s reads as “%s”', (text, words) => {
    expect(scheduleInWords(text, SYDNEY)).toBe(words);
  });
});

describe('a duration', () => {
  it('is read from words', () => {
    expect(parseDuration('2 minutes')).toBe(120_000);
    expect(parseDuration('1 hour')).toBe(3_600_000);
    expect(() => parseDuration('soon')).toThrow(/no duration/);
  });
});
