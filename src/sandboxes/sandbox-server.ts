import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { Sandbox } from '../sdk/index.js';

export interface ServedSandbox {
  /** `http://127.0.0.1:port` */
  url: string;
  sandbox: Sandbox;
  /** Keeps what the twin holds and closes its door. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** 0 or absent: any free one. */
  port?: number;
  /** Where the twin's state is kept between starts; absent: nowhere. */
  file?: string;
  /** Stands between the socket and the twin, to get in the way on purpose. */
  through?: (request: Request, answer: (request: Request) => Promise<Response>) => Promise<Response | 'hang' | 'drop'>;
}

const KEEP_EVERY = 1000;

/** What a twin kept in a file, for `createSandbox({ state })`; undefined when there is none yet. */
export async function keptState(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Opens a plugin's twin on a local socket. */
export async function serveSandbox(sandbox: Sandbox, options: ServeOptions = {}): Promise<ServedSandbox> {
  const through = options.through ?? ((request, answer) => answer(request));
  const server = createServer((incoming, outgoing) => {
    answerOne(sandbox, through, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server, options.port ?? 0);
  const keeping = options.file ? keepState(sandbox, options.file) : undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sandbox,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await keeping?.stop();
    },
  };
}

async function answerOne(
  sandbox: Sandbox,
  through: NonNullable<ServeOptions['through']>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const answer = await through(await toRequest(incoming), (request) => sandbox.handle(request));
  if (answer === 'hang') return;
  if (answer === 'drop') {
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
  const plain = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://${headers.host ?? '127.0.0.1'}${url}`, { method, headers: plain, body });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
}

/** Writes the twin's state whenever it has changed, at most once a second, each time into a new file put in place whole. */
function keepState(sandbox: Sandbox, file: string): { stop(): Promise<void> } {
  let kept = -1;
  let writing = Promise.resolve();
  const keep = async () => {
    if (sandbox.revision === kept) return;
    kept = sandbox.revision;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(sandbox.snapshot()));
    await rename(`${file}.new`, file);
  };
  const timer = setInterval(() => {
    writing = writing.then(keep);
  }, KEEP_EVERY);
  return {
    async stop() {
      clearInterval(timer);
      await writing;
      await keep();
    },
  };
}
