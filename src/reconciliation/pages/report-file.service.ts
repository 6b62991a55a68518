import { Injectable } from '@nestjs/common';
import type { Cell } from '../../records/pages/csv.js';
import { CARDS } from '../causes.js';
import type { Report } from '../reports.js';
import { CAUSE_WORDS, causeText, dayOf } from './cause-words.js';
import { type Difference, Differences } from './differences.service.js';
import type { ReportQuery } from './report-query.js';

const ROWS_AT_ONCE = 1000;

/** A report as a file for a spreadsheet: every difference, or those that the filters leave. */
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

  constructor(private readonly differences: Differences) {}

  async *lines(report: Report | undefined, filter: ReportQuery, app: string): AsyncGenerator<Cell[][]> {
    if (!report) return;
    for await (const page of this.differences.all(report, filter, ROWS_AT_ONCE)) {
      yield page.map((one) => [
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
        causeText(one, app),
        one.note,
      ]);
    }
  }
}

/** The line of the totals that it is part of. */
function countsAs({ cause, expected }: Difference): string {
  if (expected || CARDS[cause] === 'known') return 'Known and right';
  return CARDS[cause] === 'onItsWay' ? 'On its way' : 'Left to settle';
}
