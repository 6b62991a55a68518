import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../src/clock/clock.js';
import { connect, Inkwell } from '../../src/connections/oauth/test/inkwell-hub.js';
import { Hub, type HubOptions } from '../../src/connections/test/hub.js';

/** What one process is to do. */
export interface CallerOrders {
  url: string;
  settings: NonNullable<HubOptions['settings']>;
  connectionId: number;
  callers: number;
}

/** What became of its callers. */
export interface CallerReport {
  served: number;
  ms: number;
  rssMiB: number;
  failures: string[];
}

export interface Together {
  refreshes: number;
  refusals: number;
  /** The most token requests that were ever under way together. */
  peak: number;
  reports: CallerReport[];
}

/** What an app takes to give a token. */
const LATENCY = 150;

/** Many callers in several processes meet one token that is about to end. The database is migrated. */
export async function askTogether(program: string, url: string, processes: number, callers: number): Promise<Together> {
  const app = await Inkwell.open(new Clock());
  app.through = async (request, answer) => {
    if (request.url.endsWith('/token')) await sleep(LATENCY);
    return answer(request);
  };
  const settings = { ...app.settings, secretKeys: [`together:${randomBytes(32).toString('base64')}`] };
  const hub = await Hub.start(url, { settings });
  const children: ChildProcess[] = [];
  try {
    const connectionId = await connect(hub, app.consent(Date.now()));
    await hub.database.run('update connection_tokens set expires_at = now(3) + interval 20 second');
    const orders: CallerOrders = { url, settings, connectionId, callers };
    for (let at = 0; at < processes; at++) {
      children.push(fork(program, [JSON.stringify(orders)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    }
    await Promise.all(children.map((child) => said(child)));
    const reports = children.map((child) => said<CallerReport>(child));
    for (const child of children) child.send('go');
    const heard = await Promise.all(reports);
    const { refreshes, refusals } = app.twin.registry;
    return { reports: heard, refreshes, refusals, peak: app.peak };
  } finally {
    for (const child of children) child.kill();
    await hub.stop();
    await app.stop();
  }
}

async function said<T = string>(child: ChildProcess): Promise<T> {
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`A caller ended with ${code} before it had said anything`);
  });
  died.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message'), died])) as [T];
  return message;
}
