import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Database } from '../../database/database.js';
import { CAUSES, needsSomeone } from '../causes.js';
import type { Report } from '../reports.js';

const BARS = 30;

/** How what is left to settle came about: by the day or week that documents are dated, of the currency that differs most. */
@Injectable()
export class Course {
  constructor(private readonly database: Database) {}

  async of({ storeId, id, from, to }: Report) {
    const rows = await this.database.query<{ currency: string; date: string; difference: number }>(
      `select currency, date, sum(abs(coalesce(amount_there, 0) - coalesce(amount_here, 0))) + 0e0 difference from differences
       where store_id = ? and report_id = ? and expected = 0 and cause in (?) group by currency, date`,
      [storeId, id, CAUSES.filter(needsSomeone)],
    );
    if (rows.length === 0) return undefined;
    const currency = largest(rows);
    const begin = DateTime.fromISO(from, { zone: 'UTC' });
    const days = DateTime.fromISO(to, { zone: 'UTC' }).diff(begin, 'days').days + 1;
    const step = Math.max(1, Math.ceil(days / BARS));
    const values = Array.from({ length: Math.ceil(days / step) }, () => 0);
    for (const row of rows) {
      const day = DateTime.fromISO(row.date, { zone: 'UTC' }).diff(begin, 'days').days;
      const at = Math.min(values.length - 1, Math.max(0, Math.floor(day / step)));
      if (row.currency === currency) values[at]! += row.difference;
    }
    return {
      currency,
      values: values.map((value) => Math.round(value * 100) / 100),
      labels: values.map((_, at) => begin.plus({ days: at * step }).toFormat('d LLL')),
      span: step === 1 ? 'day' : `${step} days`,
    };
  }
}

function largest(rows: { currency: string; difference: number }[]): string {
  const sums = new Map<string, number>();
  for (const { currency, difference } of rows) sums.set(currency, (sums.get(currency) ?? 0) + difference);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]![0];
}
