import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolConnection } from 'mysql2';

/** What a person does, as one transaction of several services. */
interface Act {
  connection: PoolConnection;
  /** How many savepoints it has had. */
  parts: number;
  /** What others are told once it is done: before, they could see nothing of it. */
  news: (() => void)[];
  /** Why the server has taken all of it back. */
  lost?: unknown;
  /** What outlives it goes over connections of its own. */
  ended: boolean;
}

const acts = new AsyncLocalStorage<Act | undefined>();

/** The act that is under way where this is asked. */
export function currentAct(): Act | undefined {
  const act = acts.getStore();
  return act?.ended ? undefined : act;
}

/** Everything inside `work` goes over this connection, which nobody there can give back. Answers also what is to be told afterwards. */
export async function withinAct<T>(connection: PoolConnection, work: () => Promise<T>) {
  const act: Act = { connection, parts: 0, news: [], ended: false };
  const { release } = connection;
  connection.release = () => {};
  try {
    const result = await acts.run(act, work);
    if (act.lost) throw act.lost;
    return { result, news: act.news };
  } finally {
    act.ended = true;
    connection.release = release;
  }
}

/** At once, or when the act that is under way is done. */
export function afterAct(tell: () => void): void {
  const act = currentAct();
  if (act) act.news.push(tell);
  else tell();
}

/** For what holds whether the act succeeds or not. */
export function outsideActs<T>(work: () => Promise<T>): Promise<T> {
  return acts.run(undefined, work);
}
