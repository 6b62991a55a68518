import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Reply = (request: Received, response: ServerResponse) => void | Promise<void>;

/** A connected app: a real server that notes what arrives. `stop` it. */
export class App {
  readonly received: Received[] = [];
  /** The most requests that were ever under way together. */
  peak = 0;
  private inside = 0;

  private constructor(
    private readonly server: Server,
    public reply: Reply,
  ) {}

  static async start(reply: Reply = (_, response) => sendJson(response, { ok: true })): Promise<App> {
    const server = createServer((request, response) => void app.take(request, response));
    const app = new App(server, reply);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return app;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.peak = Math.max(this.peak, ++this.inside);
    response.once('close', () => this.inside--);
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    const received = { method, url, headers, body };
    this.received.push(received);
    await this.reply(received, response);
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}
