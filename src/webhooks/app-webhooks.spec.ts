import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import inkwell from '../../test/plugins/inkwell/plugin.js';
import { Connections } from '../connections/connections.service.js';
import { type House, startHouse } from '../installations/test/house.js';
import { manifestOf } from '../sdk/host/index.js';

const KEY = 'wh-key=of+tests/4711';
let house: House;
let fern: number;
let other: number;

beforeAll(async () => {
  house = await startHouse({ WEBHOOK_KEYS: `inkwell=${KEY}` }, [inkwell]);
  const connect = async (accountId: number, key: string) => {
    const passed = { plugin: manifestOf(inkwell), credentials: {}, tenant: { key, name: key } };
    return (await house.hub.app.get(Connections).save(accountId, passed)).id;
  };
  // Two merchants with the same company, one of them with another one too.
  fern = await connect(1, 'org-fern');
  other = await connect(2, 'org-fern');
  await connect(1, 'org-moss');
});
beforeEach(() => house.database.run('delete from webhook_events'));
afterAll(() => house?.stop());

const told = (...events: [organisation: string, number: number][]) =>
  JSON.stringify({ events: events.map(([organisation, number]) => ({ organisation, number })), entropy: 'x' });

const sign = (body: string, key = KEY) => createHmac('sha256', key).update(body).digest('base64');

async function notify(body: string, signature = sign(body), path = '/webhooks/inkwell/changed'): Promise<Response> {
  const answer = await fetch(house.hub.url + path, {
    method: 'POST',
    body,
    headers: { 'x-inkwell-signature': signature, 'content-type': 'application/json' },
  });
  await answer.clone().arrayBuffer();
  return answer;
}

const stored = () =>
  house.database.query<{ connection_id: number; event_id: string; handled_at: Date | null; body: string }>(
    'select * from webhook_events order by connection_id, event_id',
  );

describe('a notification for all customers of an app', () => {
  it('reaches every connection to the tenant, and nobody else', async () => {
    expect((await notify(told(['org-fern', 1], ['org-nobody', 2]))).status).toBe(200);
    const rows = await stored();
    expect(rows.map(({ connection_id, event_id }) => [connection_id, event_id])).toEqual([
      [fern, '1'],
      [other, '1'],
    ]);
    expect(rows.every(({ body }) => body === '')).toBe(true);
    await expect.poll(async () => (await stored()).every(({ handled_at }) => handled_at !== null)).toBe(true);
  });

  it('is ignored when it comes again', async () => {
    const body = told(['org-moss', 7]);
    for (let times = 0; times < 3; times++) expect((await notify(body)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('is answered by its signature alone while the app tries the address', async () => {
    const empty = told();
    expect((await notify(empty)).status).toBe(200);
    expect((await notify(empty, sign(empty, 'wrong'))).status).toBe(401);
    expect((await notify(empty, '')).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  it('is refused with 401 when a byte differs, and leaves nothing', async () => {
    const body = told(['org-fern', 1]);
    expect((await notify(`${body} `, sign(body))).status).toBe(401);
    expect((await notify(body, sign(body).toLowerCase())).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  it('is refused with 401 where nobody knows a key, whatever the address', async () => {
    const body = told(['org-fern', 1]);
    for (const path of ['/webhooks/parcelly/item-changed', '/webhooks/nobody/changed', '/webhooks/inkwell/else'])
      expect((await notify(body, sign(body), path)).status, path).toBe(401);
  });

  it('sets no cookie, and says nothing', async () => {
    const answer = await notify(told());
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.text()).toBe('');
  });

  it('is refused with 413 when it is larger than a megabyte', async () => {
    const body = JSON.stringify({ events: [], entropy: 'x'.repeat(1_100_000) });
    expect((await notify(body)).status).toBe(413);
  });

  it('is harmless when it is signed and senseless', async () => {
    for (const body of ['', '[]', 'null', '{"events":"x"}', '{"events":[null,{}]}', `{"events":[{"organisation":7}]}`])
      expect((await notify(body)).status, body).toBe(200);
    const long = JSON.stringify({ events: [{ organisation: 'org-fern', number: 'x'.repeat(500) }] });
    expect((await notify(long)).status).toBe(200);
    expect(await stored()).toEqual([]);
  });

  it('is answered at once while ten thousand are queued', async () => {
    const took: number[] = [];
    const began = performance.now();
    for (let part = 0; part < 4; part++) {
      const events = Array.from({ length: 2500 }, (_, at): [string, number] => ['org-moss', part * 2500 + at]);
      const at = performance.now();
      expect((await notify(told(...events))).status).toBe(200);
      took.push(performance.now() - at);
    }
    expect((await notify(told(['org-fern', 1]))).status).toBe(200);
    expect(Math.max(...took)).toBeLessThan(5000);
    expect(performance.now() - began).toBeLessThan(20_000);
    const [count] = await house.database.query<{ n: number }>('select count(*) n from webhook_events');
    expect(Number(count!.n)).toBe(10_002);
    const left = 'select 1 from webhook_events where handled_at is null limit 1';
    await expect.poll(async () => (await house.database.query(left)).length).toBe(0);
  });
});
