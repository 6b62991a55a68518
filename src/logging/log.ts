import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { logContext } from './log-context.js';
import { redact, redactText } from './redact.js';

/** Nest tells of each route and module at every start: worth reading only when something is wrong with one. */
const CHATTER = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication']);

/** Structured lines on standard output. Nest's own `Logger` writes through it as well. */
export class Log implements LoggerService {
  private readonly pino: Logger;

  constructor(level = 'info', destination?: DestinationStream) {
    const options = { level, base: undefined, mixin: logContext, timestamp: pino.stdTimeFunctions.isoTime };
    this.pino = destination ? pino(options, destination) : pino(options);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest hands over the room that speaks as the last string, and for errors the stack before it. */
  private write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', message: unknown, rest: unknown[]) {
    const texts = rest.filter((item) => typeof item === 'string');
    const details = rest.filter((item) => item !== null && typeof item === 'object');
    const stack = texts.find((text) => text.includes('\n    at '));
    const room = texts.findLast((text) => text !== stack);
    const rank = level === 'info' && CHATTER.has(room ?? '') ? 'debug' : level;
    const line = {
      ...(room && { room }),
      ...(stack && { stack: redactText(stack) }),
      ...fields([message, ...details]),
    };
    this.pino[rank](line, typeof message === 'string' ? redactText(message) : undefined);
  }
}

function fields(items: unknown[]): object {
  const named = items.map((item) =>
    item instanceof Error ? { error: redact(item), msg: redactText(item.message) } : redact(item),
  );
  return Object.assign({}, ...named.filter((item) => typeof item === 'object'));
}
