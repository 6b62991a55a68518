import { Agent, request } from 'undici';
import { order } from './xero-orders.js';
import type { Twin } from './xero-twin.js';
import { toInvoice } from './xero-wire.js';

// What a good programmer would write by hand for this one export: batches of fifty, five at a time, each posted once, and every
// answer read. It keeps nothing, so it can't tell afterwards what it sent.
// node plain-xero.js <twin> <warm-up> <invoices> <prefix>

const BATCH = 50;
const AT_ONCE = 5;
const [opened, warmUp, count, prefix] = process.argv.slice(2) as [string, string, string, string];
const { address, contactId, credentials } = JSON.parse(opened) as Twin;
const agent = new Agent({ connections: AT_ONCE });

async function post(path: string, headers: Record<string, string>, method: 'POST' | 'PUT', body: string) {
  const answer = await request(`${address}${path}`, { method, headers, body, dispatcher: agent });
  if (answer.statusCode !== 200) throw new Error(`The twin answered ${answer.statusCode}: ${await answer.body.text()}`);
  return (await answer.body.json()) as Record<string, unknown>;
}

async function token(): Promise<string> {
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const said = await post('/connect/token', headers, 'POST', 'grant_type=client_credentials');
  return String(said.access_token);
}

const authorization = `Bearer ${await token()}`;

async function exportAll(begin: string, many: number): Promise<number> {
  const orders = Array.from({ length: many }, (_, n) => order(`${begin}${n}`, n));
  const batches = Array.from({ length: Math.ceil(many / BATCH) }, (_, n) => orders.slice(n * BATCH, (n + 1) * BATCH));
  const queue = batches.values();
  const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
  let sent = 0;
  const started = performance.now();
  const worker = async () => {
    for (const batch of queue) {
      const body = JSON.stringify({ Invoices: batch.map((one) => toInvoice(one, contactId)) });
      const path = '/api.xro/2.0/Invoices?summarizeErrors=false&unitdp=4';
      const { Invoices: rows } = (await post(path, headers, 'PUT', body)) as { Invoices: { Total: number }[] };
      rows.forEach(({ Total }, at) => {
        if (Total.toFixed(2) !== batch[at]!.total) throw new Error(`${batch[at]!.number} comes to ${Total}`);
      });
      sent += rows.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (sent !== many) throw new Error(`${sent} of ${many} invoices were sent`);
  return (performance.now() - started) / 1000;
}

await exportAll(`${prefix}W`, Number(warmUp));
const seconds = await exportAll(`${prefix}I`, Number(count));
process.send!({ seconds, count: Number(count), rssMiB: process.resourceUsage().maxRSS / 1024 });
await agent.close();
process.disconnect();
