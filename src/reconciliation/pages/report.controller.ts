import { Body, Controller, Get, NotFoundException, Post, Query, Redirect, Render, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { sendCsv } from '../../logs/csv.js';
import { addressOf } from '../../logs/log-choices.js';
import { CannotStart } from '../../tasks/runs.service.js';
import { notify } from '../../web/notices.js';
import { type Report, Reports } from '../reports.js';
import { DifferenceActs, type Done } from './difference-acts.service.js';
import { HistoryPage } from './history-page.service.js';
import { readRange } from './read-range.js';
import { ReportFile } from './report-file.service.js';
import { BASE, ReportPage } from './report-page.service.js';
import { numberIn, partsOf, readQuery } from './report-query.js';
import { type Stated, Statements } from './statements.service.js';

type Posted = Record<string, unknown>;

/** The reconciliation report of a store: what its apps say they hold, beside what the store says. */
@Roles('merchant', 'staff', 'bookkeeper')
@Controller('admin/reconciliation-report')
export class ReportController {
  constructor(
    private readonly page: ReportPage,
    private readonly histories: HistoryPage,
    private readonly file: ReportFile,
    private readonly statements: Statements,
    private readonly reports: Reports,
    private readonly acts: DifferenceActs,
  ) {}

  @Get()
  @Render('reconciliation/index')
  index(@CurrentStore() store: Store, @Query() query: Posted) {
    return this.page.data(store, query);
  }

  /** The part of the page that changes while a report is made. */
  @Get('live')
  @Render('reconciliation/_under-way')
  async live(@CurrentStore() store: Store, @Query() query: Posted, @Res({ passthrough: true }) response: Response) {
    const data = await this.page.data(store, query);
    // It has its results: the whole page is another one now.
    if (!('underWay' in data && data.underWay?.live)) response.setHeader('HX-Refresh', 'true');
    return data;
  }

  @Get('history')
  @Render('reconciliation/history')
  async history(@CurrentStore() store: Store, @Query() query: Posted) {
    return this.histories.data(store, await this.statements.asked(store.id, query));
  }

  @Get('lines.csv')
  async csv(@CurrentStore() store: Store, @Query() query: Posted, @Res() response: Response): Promise<void> {
    const stated = await this.statements.asked(store.id, query);
    const filter = readQuery(query);
    const report = await this.reports.latest(store.id, stated.installationId, stated.statement.kind, filter.report);
    if (filter.report && !report) throw new NotFoundException();
    await sendCsv(response, 'reconciliation.csv', this.file.heads, this.file.lines(report, filter, stated.app));
  }

  @Post('imports')
  @Redirect('', 303)
  async import(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Posted) {
    const stated = await this.statements.asked(store.id, body);
    const { installationId, statement } = stated;
    const range = readRange(body);
    if ('problem' in range) notify(request, { text: range.problem, kind: 'warning' });
    else {
      const asked = { storeId: store.id, installationId, kind: statement.kind, ...range };
      await this.ask(request, () => this.reports.ask(asked, by.id), stated);
    }
    return { url: addressOf(BASE, { app: installationId, kind: statement.kind }) };
  }

  /** The report before stays the newest one. */
  @Post('cancellations')
  @Redirect('', 303)
  async cancel(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Posted) {
    const report = await this.reports.find(store.id, numberIn(body.of) ?? 0);
    if (!report) throw new NotFoundException();
    const { installationId, kind } = report;
    const { app } = await this.statements.asked(store.id, { app: String(installationId), kind });
    const cancelled = await this.acts.cancel(report, app, { store, by });
    if (cancelled) notify(request, `Cancelled. ${app} is read no further, and no report is made.`);
    else notify(request, { text: 'It had ended already.', kind: 'warning' });
    return { url: addressOf(BASE, { app: installationId, kind }) };
  }

  @Post('reexports')
  @Redirect('', 303)
  async reexport(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Posted) {
    const { report, ids } = await this.ticked(store, body);
    const done = await this.acts.reexport(report, ids, { store, by });
    say(
      request,
      done,
      (n) =>
        `${n} on the way: what the app may have already is looked up first, so nothing arrives twice, and what has ended there leaves under a new number. Import again to see it matched.`,
    );
    return back(body);
  }

  @Post('adoptions')
  @Redirect('', 303)
  async adopt(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Posted) {
    const { report, ids, stated } = await this.ticked(store, body);
    const done = await this.acts.adopt(report, stated.plugin, ids, { store, by });
    say(request, done, (n) => `${n} linked to what is in ${stated.app}. Import again to see it matched.`);
    return back(body);
  }

  @Post('expectations')
  @Redirect('', 303)
  async expect(@Req() request: Request, @CurrentStore() store: Store, @CurrentUser() by: User, @Body() body: Posted) {
    const { report, ids } = await this.ticked(store, body);
    const note = typeof body.note === 'string' ? body.note.trim().slice(0, 500) : '';
    const done = await this.acts.expect(report, ids, note, { store, by });
    say(request, done, (n) => `${n} taken as right. It comes back when either side changes.`);
    return back(body);
  }

  @Post('withdrawals')
  @Redirect('', 303)
  async expectNoLonger(
    @Req() request: Request,
    @CurrentStore() store: Store,
    @CurrentUser() by: User,
    @Body() body: Posted,
  ) {
    const { report, ids } = await this.ticked(store, body);
    const done = await this.acts.expectNoLonger(report, ids, { store, by });
    say(request, done, (n) => `${n} back among what doesn’t match.`);
    return back(body);
  }

  private async ask(request: Request, ask: () => Promise<number | undefined>, { app }: Stated): Promise<void> {
    try {
      const id = await ask();
      if (id === undefined) notify(request, { text: `${app} is being read already.`, kind: 'warning' });
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      notify(request, { text: `It can’t be read now. ${error.message}`, kind: 'warning' });
    }
  }

  private async ticked(store: Store, body: Posted): Promise<{ report: Report; ids: number[]; stated: Stated }> {
    const report = await this.reports.find(store.id, numberIn(body.of) ?? 0);
    if (!report) throw new NotFoundException();
    const stated = await this.statements.asked(store.id, { app: String(report.installationId), kind: report.kind });
    // A row's own button means that row alone, whatever is ticked.
    const ids = [body.line ?? body.lines ?? []].flat().flatMap((line) => numberIn(line) ?? []);
    return { report, ids: ids.slice(0, 1000), stated };
  }
}

/** To where the form stood, with its filters. */
function back(body: Posted): { url: string } {
  return { url: addressOf(BASE, partsOf(readQuery(body))) };
}

function say(request: Request, { done, passedOver, held }: Done, words: (documents: string) => string): void {
  const plural = (n: number) => `${n.toLocaleString('en-AU')} ${n === 1 ? 'document' : 'documents'}`;
  const warn = (text: string) => notify(request, { text, kind: 'warning' });
  if (done + passedOver + held.length === 0) warn('Tick at least one row first.');
  if (done > 0) notify(request, words(plural(done)));
  if (passedOver > 0) warn(`${plural(passedOver)} passed over: that can’t be done where it stands.`);
  for (const why of held.slice(0, 5)) warn(why);
}
