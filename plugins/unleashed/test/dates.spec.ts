import { describe, expect, it } from 'vitest';
import { nextMonth, sinceText, wireDay } from '../dates.js';

describe('dates', () => {
  it('ask for changes in UTC, to the second', () => {
    expect(sinceText(new Date('2026-08-03T12:00:00.999+10:00'))).toBe('2026-08-03T02:00:00');
    expect(sinceText(undefined)).toBeUndefined();
  });

  it('leave as the calendar day they are', () => {
    expect(wireDay('2026-08-01')).toBe('2026-08-01T00:00:00');
  });

  it('know when a month’s requests are counted anew', () => {
    expect(nextMonth(Date.UTC(2026, 11, 31, 23, 59))).toBe(Date.UTC(2027, 0, 1));
  });
});
