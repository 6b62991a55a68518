import { brotliDecompress, gunzip, type InputType, inflate, type ZlibOptions } from 'node:zlib';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import type { Letter } from './letter.js';
import { Names, publicLookup } from './public-address.js';

/** What came back, decompressed, as bytes. */
export interface Carried {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** The answer is longer than anybody should have to read. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Time ran out. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

const LONGEST_BODY = 16 * 1024 * 1024;
/** No app closes a connection that has rested for less than this; one that announces it may is never waited with. */
const WARM = 1000;

/** The sockets. */
@Injectable()
export class Wire implements OnModuleDestroy {
  private readonly agents = new Map<string, Agent>();

  constructor(private readonly names: Names) {}

  async carry(letter: Letter, signal: AbortSignal): Promise<Carried> {
    signal.throwIfAborted();
    const stop = new AbortController();
    const giveUp = () => stop.abort(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    // Real time, whatever the hub's clock says: a socket can't be moved to tomorrow.
    const timer = setTimeout(() => stop.abort(new TooSlow()), letter.timeout);
    try {
      return await this.exchange(letter, stop.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  private async exchange(letter: Letter, signal: AbortSignal): Promise<Carried> {
    const { address, method, headers, body } = letter;
    const answer = await this.agentFor(letter).request({
      origin: address.origin,
      path: address.query ? `${address.path}?${address.query}` : address.path,
      method,
      headers: { ...headers, host: address.host },
      body,
      signal,
    });
    const received = plainHeaders(answer.headers);
    const bytes = await readAll(answer.body);
    return { status: answer.statusCode, headers: received, body: await unpack(bytes, received['content-encoding']) };
  }

  private agentFor({ address, repeatable }: Letter): Agent {
    const name = `${address.led} ${repeatable}`;
    let agent = this.agents.get(name);
    if (!agent) {
      agent = new Agent({
        // A connection that rests may be closed by the app at the moment we write on it, and then nobody knows whether the
        // request arrived. What must not be repeated goes over a new one, or over one that has carried something just now.
        ...(repeatable ? {} : { keepAliveTimeout: WARM, keepAliveMaxTimeout: WARM }),
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: 10_000, ...(address.led ? {} : { lookup: publicLookup(this.names) }) },
      });
      this.agents.set(name, agent);
    }
    return agent;
  }
}

async function readAll(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw new TooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

type Unpack = (packed: InputType, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void;
const UNPACK: Record<string, Unpack> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress };

function unpack(bytes: Buffer, encoding = 'identity'): Promise<Buffer> | Buffer {
  const by = UNPACK[encoding.trim().toLowerCase()];
  if (!by || bytes.length === 0) return bytes;
  return new Promise((resolve, reject) => {
    by(bytes, { maxOutputLength: LONGEST_BODY }, (error, result) => {
      if (!error) return resolve(result);
      reject((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLong() : error);
    });
  });
}

/** Cookies stay out: no plugin needs the app's session. */
function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const { 'set-cookie': _, ...rest } = headers;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value!]),
  );
}
