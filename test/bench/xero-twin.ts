import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../plugins/xero/sandbox/index.js';
import { serveSandbox } from '../../src/sandboxes/sandbox-server.js';

/** What an app far away takes for any request. */
const LATENCY = 30;

/** What the twin has seen since it was last asked. */
export interface Tally {
  invoices: number;
  /** The most requests to its API that were ever under way together. */
  most: number;
  /** When each request came that it let in, and each that it refused for its limits. */
  admitted: number[];
  refused: number[];
}

export interface Twin {
  address: string;
  /** The one contact that all invoices go to. */
  contactId: string;
  credentials: Readonly<Record<string, string>>;
  tally(): Promise<Tally>;
  stop(): Promise<void>;
}

/** Xero's twin in a process of its own, at its real limits or without any. */
export async function openTwin({ limited }: { limited: boolean }): Promise<Twin> {
  const server = fork(fileURLToPath(import.meta.url), ['serve', String(limited)], { stdio: 'inherit' });
  const [opened] = (await once(server, 'message')) as [Omit<Twin, 'tally' | 'stop'>];
  return {
    ...opened,
    async tally() {
      server.send('tally');
      const [tally] = (await once(server, 'message')) as [Tally];
      return tally;
    },
    stop: () => end(server),
  };
}

async function end(server: ChildProcess): Promise<void> {
  const gone = once(server, 'exit');
  server.kill();
  await gone;
}

async function serve(limited: boolean): Promise<void> {
  const twin = createSandbox({ sales: 0, latency: LATENCY, ...(!limited && { limits: false }) });
  const seen = { most: 0, admitted: [] as number[], refused: [] as number[] };
  let inside = 0;
  const { url: address } = await serveSandbox(twin, {
    through: async (request, answer) => {
      if (!new URL(request.url).pathname.startsWith('/api.xro')) return answer(request);
      const at = Date.now();
      seen.most = Math.max(seen.most, ++inside);
      const said = await answer(request);
      inside--;
      (said.status === 429 ? seen.refused : seen.admitted).push(at);
      return said;
    },
  });
  const contact = twin.addContact({ Name: 'Bench' });
  process.send!({ address, contactId: contact.ContactID, credentials: twin.credentials });
  let counted = 0;
  process.on('message', () => {
    const all = twin.documents('Invoices').length;
    process.send!({ ...seen, invoices: all - counted });
    counted = all;
    Object.assign(seen, { most: 0, admitted: [], refused: [] });
  });
  process.on('disconnect', () => process.exit());
}

if (process.argv[2] === 'serve') await serve(process.argv[3] === 'true');
