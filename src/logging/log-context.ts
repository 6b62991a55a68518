import { AsyncLocalStorage } from 'node:async_hooks';

/** What each line written inside carries, so that one run or one request can be read out of the whole log. */
export interface LogContext {
  request?: string;
  installation?: number;
  run?: number;
  task?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Lines written by `work`, and by all it awaits, carry this context on top of the one around it. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

export function logContext(): LogContext {
  return storage.getStore() ?? {};
}
