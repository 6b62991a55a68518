import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { withLogContext } from './log-context.js';

/** Gives each request a short reference that people can read out, and writes one line when it is answered. */
export function requestLog(req: Request, res: Response, next: NextFunction): void {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  const began = performance.now();
  const { method, path } = req;
  res.locals.reference = reference;
  res.on('finish', () => {
    const ms = Math.round(performance.now() - began);
    const line = { method, path, status: res.statusCode, ms };
    const level = QUIET.test(path) ? 'debug' : 'log';
    withLogContext({ request: reference }, () => log[level]('answered', line));
  });
  withLogContext({ request: reference }, next);
}

/** Asked for many times a minute, and of interest to nobody. */
const QUIET = /^\/(assets|health)(\/|$)/;

const log = new Logger('web');
