import type { NextFunction, Request, Response } from 'express';

const METHODS = ['PUT', 'PATCH', 'DELETE'];

/** Browsers' forms know GET and POST only: a hidden field `_method` says what a POST means. */
export function methodOverride(request: Request, _response: Response, next: NextFunction): void {
  const body = request.body as Record<string, unknown> | undefined;
  if (request.method === 'POST' && body && typeof body === 'object' && '_method' in body) {
    const method = String(body._method).toUpperCase();
    delete body._method;
    if (METHODS.includes(method)) request.method = method;
  }
  next();
}
