import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

/** What an app far away takes for any request. */
const LATENCY = 20;

/** What the ledger has seen since it was last asked. */
export interface Tally {
  invoices: number;
  /** Invoices that came again. */
  doubled: number;
  completed: number;
  /** The most requests that were ever under way together. */
  most: number;
}

export interface Ledger {
  address: string;
  /** Answers what came, and begins a new page. */
  tally(): Promise<Tally>;
  stop(): Promise<void>;
}

/** An app that takes invoices, in a process of its own: `POST /invoices`, and `POST /invoices/<id>/complete`. */
export async function openLedger(): Promise<Ledger> {
  const server = fork(fileURLToPath(import.meta.url), ['serve'], { stdio: 'inherit' });
  const [{ address }] = (await once(server, 'message')) as [{ address: string }];
  return {
    address,
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

class Book {
  private readonly taken = new Set<string>();
  private doubled = 0;
  private completed = 0;
  private most = 0;
  private inside = 0;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.most = Math.max(this.most, ++this.inside);
    let text = '';
    for await (const chunk of request) text += chunk;
    const answer = request.url!.endsWith('/complete') ? this.complete() : this.take(text);
    setTimeout(() => {
      this.inside--;
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }, LATENCY);
  }

  close(): Tally {
    return { invoices: this.taken.size, doubled: this.doubled, completed: this.completed, most: this.most };
  }

  private take(text: string): object {
    const { reference } = JSON.parse(text) as { reference: string };
    if (this.taken.has(reference)) this.doubled++;
    this.taken.add(reference);
    return { id: `L-${reference}`, number: reference, status: 'Open' };
  }

  private complete(): object {
    this.completed++;
    return { status: 'Completed' };
  }
}

if (process.argv[2] === 'serve') {
  let book = new Book();
  const server = createServer((request, response) => void book.answer(request, response));
  server.listen(0, '127.0.0.1', () => {
    process.send!({ address: `http://127.0.0.1:${(server.address() as { port: number }).port}` });
  });
  process.on('message', () => {
    process.send!(book.close());
    book = new Book();
  });
  process.on('disconnect', () => process.exit());
}
