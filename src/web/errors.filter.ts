import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { troubleOf } from '../database/trouble.js';
import { SignedOut } from './csrf.js';
import { FormAgain, WrongFields } from './form-errors.js';
import { localPath } from './local-path.js';
import { MACHINE_DOOR } from './machine-door.js';
import { notify } from './notices.js';
import { TooMany } from './too-many.js';

const PAGES: Record<number, { title: string; text: string; icon: string }> = {
  400: {
    title: 'That did not make sense',
    text: 'Something in the request was not as it should be. Go back and try once more.',
    icon: 'mood-puzzled',
  },
  401: { title: 'Please sign in', text: 'This page is only for people who have signed in.', icon: 'lock' },
  403: { title: 'That was not let through', text: 'Go back, reload the page and send it again.', icon: 'shield-lock' },
  404: {
    title: 'There is no such page',
    text: 'It may have been removed, or it belongs to somebody else. The menu leads to everything that is yours.',
    icon: 'map-off',
  },
  405: { title: 'That does not work here', text: 'Go back and use the buttons on the page.', icon: 'mood-puzzled' },
  409: {
    title: 'Somebody was quicker',
    text: 'This was changed in the meantime. Go back, look at it again and decide anew.',
    icon: 'arrows-exchange',
  },
  413: { title: 'That is too large', text: 'Send less at once, or a smaller file.', icon: 'package-off' },
  422: { title: 'Some fields need another look', text: 'Go back and correct what is named here.', icon: 'forms' },
  429: { title: 'A moment, please', text: 'That was tried too often in a short time.', icon: 'hourglass' },
  500: {
    title: 'Something broke on our side',
    text: 'It has been written down. Try again; if it happens once more, tell us the reference below.',
    icon: 'tool',
  },
  503: {
    title: 'Not available at the moment',
    text: 'Nothing is lost: what runs goes on by itself. Try again in a minute.',
    icon: 'plug-connected-x',
  },
};

const BACK_SOON =
  'You were signed out in the meantime, so what you sent last was not taken. Sign in, and you are back on that page.';

/** The one place that turns whatever went wrong into an answer: a page for people, JSON for machines, never a stack. */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  private readonly log = new Logger('web');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = statusOf(error);
    if (status >= 500) this.log.error('A request failed', error, { method: request.method, path: request.path });
    // Half an answer is out: the only honest end is to break it off.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof TooMany) response.setHeader('Retry-After', String(error.seconds));
    response.status(status);
    if (wantsJson(request)) response.json(asJson(error, status, response));
    else if (status === 401) this.signInFirst(error, request, response);
    else if (error instanceof FormAgain) response.render(error.view, error.data);
    else response.render('web/error', this.page(error, status, response));
  }

  private signInFirst(error: unknown, request: Request, response: Response): void {
    // A piece of a page is no place to sign in: the whole page, loaded anew, leads there and back.
    if (request.get('hx-request')) {
      response.setHeader('HX-Refresh', 'true').end();
      return;
    }
    if (error instanceof SignedOut && request.session) notify(request, { text: BACK_SOON, kind: 'warning' });
    const to = pageOf(request);
    response.redirect(303, to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`);
  }

  private page(error: unknown, status: number, response: Response) {
    const page = PAGES[status] ?? PAGES[status < 500 ? 400 : 500]!;
    return {
      ...page,
      status,
      detail: said(error, status),
      fields: error instanceof WrongFields ? Object.values(error.errors) : [],
      reference: response.locals.reference,
      showReference: status >= 500,
    };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (troubleOf(error)) return 503;
  // Express and its parsers mark their own errors with a status; those of 5xx are bugs like any other.
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true && status >= 400 && status < 500 ? status : 500;
}

/** What a thrower wrote for people. Nest's own defaults ("Not Found", "Cannot GET /x") say nothing the page doesn't. */
function said(error: unknown, status: number): string | undefined {
  if (!(error instanceof HttpException) || status >= 500) return undefined;
  const { message } = error;
  return /^(Cannot [A-Z]+ |Not Found$|Unauthorized$|Forbidden$|Bad Request$|Http Exception$)/.test(message)
    ? undefined
    : message;
}

function asJson(error: unknown, status: number, response: Response) {
  const fields =
    error instanceof FormAgain ? error.form.errors : error instanceof WrongFields ? error.errors : undefined;
  return {
    status,
    message: said(error, status) ?? (PAGES[status] ?? PAGES[500]!).title,
    ...(fields && { errors: fields }),
    reference: response.locals.reference,
  };
}

function wantsJson(request: Request): boolean {
  return request.path.startsWith(MACHINE_DOOR) || request.accepts(['html', 'json']) === 'json';
}

/** Where somebody was who has to sign in: a form is sent from the page it stands on. */
function pageOf(request: Request): string {
  if (request.method === 'GET') return localPath(request.originalUrl);
  if (request.path === '/sign-in') return localPath(Object(request.body).to);
  const from = request.get('referer') ?? '';
  return URL.canParse(from) ? localPath(from.slice(new URL(from).origin.length)) : '/';
}
