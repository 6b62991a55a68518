import { Injectable } from '@nestjs/common';
import type { Cell } from '../../logs/csv.js';
import { CARDS } from '../causes.js';
import type { Report } from '../reports.js';
import { CAUSE_WORDS, causeText, dayOf } from './cause-words.js';
import { type Difference, Differences } from './differences.service.js';
import { Everything, type MatchedPair } from './everything.service.js';
import type { ReportQuery } from './report-query.js';
import { noteOf } from './shown-difference.js';

const ROWS_AT_ONCE = 1000;

/** A report as a file for a spreadsheet: every difference, or those that the filters leave, or what matched as well. */
@Injectable()
export class ReportFile {
  readonly heads = [
    'Cause',
    'Number in the store',
    'Date in the store',
    'Amount in the store',
    'Number in the app',
    'Date in the app',
    'Amount in the app',
    'Currency',
    'Contact',
    'Counts as',
    'What it means',
    'Note',
  ];

  constructor(
    private readonly differences: Differences,
    private readonly everything: Everything,
  ) {}

  async *lines(report: Report | undefined, filter: ReportQuery, app: string): AsyncGenerator<Cell[][]> {
    if (!report) return;
    if (filter.show === 'all' && !report.superseded) {
      for await (const rows of this.everything.all(report, ROWS_AT_ONCE)) {
        yield rows.map((row) => ('matched' in row ? matchedLine(row.matched) : lineOf(row.difference, app, report)));
      }
      return;
    }
    for await (const page of this.differences.all(report, filter, ROWS_AT_ONCE)) {
      yield page.map((one) => lineOf(one, app, report));
    }
  }
}

function lineOf(one: Difference, app: string, report: Report): Cell[] {
  return [
    CAUSE_WORDS[one.cause].word,
    one.here_number,
    dayOf(one.here_face),
    one.amount_here,
    one.there_number,
    dayOf(one.there_face),
    one.amount_there,
    one.currency,
    one.here_contact ?? one.there_contact,
    countsAs(one),
    causeText(one, app, report),
    noteOf(one),
  ];
}

function matchedLine({ here, there, currency }: MatchedPair): Cell[] {
  const side = ({ number, date, amount }: MatchedPair['here']) => [number, date, amount];
  return ['Matched', ...side(here), ...side(there), currency, here.contact ?? there.contact, 'Matched', null, null];
}

/** The line of the totals that it is part of. */
function countsAs({ cause, expected }: Difference): string {
  if (expected || CARDS[cause] === 'known') return 'Known and right';
  return CARDS[cause] === 'onItsWay' ? 'On its way' : 'Left to settle';
}
