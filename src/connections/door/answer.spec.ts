import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sendJson } from '../test/app.js';
import { asking } from '../test/asking.js';

const here = asking();
const { replies, get, post } = here;

describe('an answer for the plugin', () => {
  it.each([200, 201, 204, 301, 302, 307, 400, 401, 403, 404, 409, 422])('%i is one', async (code) => {
    replies((_, response) => void response.writeHead(code, { location: 'https://evil.example/' }).end());
    for (const ask of [get, post]) expect(await ask()).toMatchObject({ status: code });
    expect(here.app.received).toHaveLength(2);
  });

  it('is unpacked', async () => {
    replies((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"größe":1}'));
    });
    expect((await get()).body).toBe('{"größe":1}');
  });

  it('may be in an older alphabet', async () => {
    replies((_, response) => {
      response.writeHead(200, { 'content-type': 'text/xml; charset=iso-8859-1' }).end(Buffer.from('<ü/>', 'latin1'));
    });
    expect((await get()).body).toBe('<ü/>');
  });

  it('comes without cookies', async () => {
    replies((_, response) => sendJson(response, {}, 200, { 'set-cookie': 'session=1', 'x-page': '2' }));
    const { headers } = await get();
    expect(headers).toMatchObject({ 'x-page': '2' });
    expect(headers).not.toHaveProperty('set-cookie');
  });
});
