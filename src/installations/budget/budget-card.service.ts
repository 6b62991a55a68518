import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Connection } from '../../connections/connection.entity.js';
import {
  budgetOf,
  endOfMonth,
  foretell,
  type QuotaLevel,
  type QuotaUse,
  quotaLevelOf,
  runsOutAt,
} from '../../connections/limits/quota.js';
import { Quotas } from '../../connections/limits/quotas.js';
import type { Manifest } from '../../sdk/host/index.js';
import { emptyForm } from '../../web/form-errors.js';
import { calendarDate } from '../../web/times.js';

const WITHOUT =
  'Enter it, and imports slow down at 70 % of it and leave the last tenth to exports. Left empty, nothing slows down.';
const WHOLE = new Intl.NumberFormat('en-AU');
const count = (number: number) => WHOLE.format(number);

/** Requests this month: what is used, what it will come to, and what happens when it runs short. */
@Injectable()
export class BudgetCard {
  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /** Nothing for apps that count no months. */
  async of(connection: Connection | null, manifest: Manifest | undefined) {
    if (!connection || manifest?.limits.perMonth === undefined) return undefined;
    const tenant = { plugin: connection.plugin, key: connection.tenantKey };
    const [use, days, now] = [
      await this.quotas.use(connection.id),
      await this.quotas.days(tenant),
      this.clock.now(),
    ] as const;
    const budget = budgetOf(connection.monthlyBudget, manifest.limits);
    const expected = foretell(use, now);
    return {
      words: inWords(use, expected, budget, now),
      short: expected !== undefined && budget !== undefined && expected > budget,
      course: {
        soFar: upTo(days, use.used),
        days: new Date(endOfMonth(now) - 1).getUTCDate(),
        expected,
        limit: budget,
      },
      // Until there is a number, there is nothing to be near to.
      levels: budget && levels(quotaLevelOf(use.used, budget), budget, manifest.name, utcDay(endOfMonth(now))),
      help: budget ? 'Counted over every store that shares this connection.' : WITHOUT,
      form: emptyForm({ requests: budget ?? '' }),
    };
  }
}

/** `1,240 requests until now, about 5,600 by the end of November if it goes on like this. Your plan allows 30,000.` */
function inWords(use: QuotaUse, expected: number | undefined, budget: number | undefined, now: number): string {
  const month = new Intl.DateTimeFormat('en-AU', { month: 'long', timeZone: 'UTC' }).format(now);
  const ahead =
    expected === undefined
      ? 'What the month will come to can be told from the second day on.'
      : `If it goes on like the last days, it will be about ${count(expected)} by the end of ${month}.`;
  const out = budget !== undefined && runsOutAt(use, budget, now);
  const plan =
    budget === undefined
      ? ''
      : ` Your plan allows ${count(budget)}${out ? `: enough until about ${utcDay(out.getTime())}` : ''}.`;
  return `${count(use.used)} requests in ${month} so far. ${ahead}${plan}`;
}

function levels(now: QuotaLevel, budget: number, app: string, reset: string) {
  const from = (part: number) => ` (${count(Math.ceil(budget * part))})`;
  return [
    {
      title: `From 70 %${from(0.7)}`,
      words: 'Imports run half as often as their schedule says. Exports keep their pace.',
      here: now === 'slow',
    },
    {
      title: `From 90 %${from(0.9)}`,
      words: `Only exports run until ${reset}: what was sold must reach the books, what is for sale can wait.`,
      here: now === 'exports-only',
    },
    {
      title: `At 100 %${from(1)}`,
      words: `${app} may refuse everything until ${reset}. What it refuses is not lost: it is sent again later. Where your plan lets you buy more requests, enter the new number here.`,
      here: now === 'spent',
    },
  ];
}

/** Requests up to the end of each day. What was counted before days were is there from the first. */
function upTo(days: number[], used: number): number[] {
  let sum = Math.max(0, used - days.reduce((all, day) => all + day, 0));
  return days.map((day) => (sum += day));
}

function utcDay(at: number): string {
  return calendarDate(new Date(at), 'UTC');
}
