import { ForbiddenException, UnauthorizedException } from '@nestjs/common';
import { csrfSync } from 'csrf-sync';
import type { NextFunction, Request, Response } from 'express';

class FormExpired extends ForbiddenException {
  constructor() {
    super('This form is no longer valid: the page was open for too long, or you signed in again since.');
  }
}

/** Whoever sent it was signed in when its page was opened. */
export class SignedOut extends UnauthorizedException {
  constructor() {
    super('You have been signed out in the meantime.');
  }
}

/** For those who have no account here, too: signing in would not help them. */
const OPEN = /^\/(welcome|theme|connect|bookkeeping|letters\/stop)(\/|$)/;

const { generateToken, isRequestValid } = csrfSync({
  size: 32,
  // Never from an address, which is kept in histories and logs.
  getTokenFromRequest: (request) => request.body?._csrf ?? request.get('x-csrf-token'),
});

/** Refuses whatever changes something unless it comes from one of our own pages. */
export function csrfProtection(request: Request, _response: Response, next: NextFunction): void {
  const harmless = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  if (!harmless && !isRequestValid(request)) {
    throw request.viewer || OPEN.test(request.path) ? new FormExpired() : new SignedOut();
  }
  if (request.body && typeof request.body === 'object') delete request.body._csrf;
  next();
}

/** Asked for only by pages that show a form: making it begins a session, which a mere visitor does not need. */
export function csrfToken(request: Request): () => string {
  return () => (request.session ? generateToken(request) : '');
}
