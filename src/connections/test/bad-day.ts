import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Reply, sendJson } from './app.js';

// Answers of an app on a bad day.

export const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (_, response) =>
    sendJson(response, {}, code, headers);
export const broken: Reply = (_, response) => void response.destroy();
export const silent: Reply = () => undefined;
const raw =
  (text: string): Reply =>
  (_, response) =>
    void response.socket!.end(text);
const half = raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"Items":[');
const halfChunk = raw(
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"Ite',
);
const garbage = raw('\u0000\u0001 nothing like HTTP\r\n\r\n');
const cutJson: Reply = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end('{"Items":[{"a":1},{"b"');
const damaged: Reply = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
const maintenance: Reply = (_, response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>');
const badGzip: Reply = (_, response) =>
  void response.writeHead(200, { 'content-encoding': 'gzip' }).end(randomBytes(50));
const endless: Reply = async (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  for (let i = 0; i < 18 && response.writable; i++) response.write(Buffer.alloc(1024 * 1024, 'x'));
  response.end();
};
const bomb: Reply = (_, response) =>
  void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20 * 1024 * 1024)));

/** What leaves open whether a request was carried out. */
export const unclear: [string, Reply][] = [
  ['breaks the connection', broken],
  ['answers 500', status(500)],
  ['answers 503', status(503)],
  ['stops in the middle of the body', half],
  ['stops in the middle of a chunk', halfChunk],
  ['speaks no HTTP', garbage],
  ['answers half a JSON text', cutJson],
  ['answers damaged letters', damaged],
  ['answers a maintenance page', maintenance],
  ['answers what can’t be unpacked', badGzip],
  ['answers more than 16 MB', endless],
  ['answers a little that unpacks to more than 16 MB', bomb],
];
