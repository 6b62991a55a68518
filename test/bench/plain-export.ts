import { Agent, request } from 'undici';
import { invoice } from './invoices.js';
import { toSale } from './ledger-plugin.js';

// What a good programmer would write by hand for this one export: five at a time, each posted once. It keeps nothing, so it
// can't tell afterwards what it sent.
// node plain-export.js <ledger> <steps> <warm-up> <invoices>

const [ledger, steps, warmUp, count] = process.argv.slice(2) as [string, string, string, string];
const agent = new Agent({ connections: 5 });
const headers = { 'content-type': 'application/json', authorization: 'Bearer k3y-k3y-k3y' };

async function post(path: string, json: unknown): Promise<{ id: string }> {
  const answer = await request(`${ledger}/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(json),
    dispatcher: agent,
  });
  if (answer.statusCode !== 201) throw new Error(`The ledger answered ${answer.statusCode}`);
  return (await answer.body.json()) as { id: string };
}

async function exportAll(prefix: string, many: number): Promise<number> {
  const sales = Array.from({ length: many }, (_, n) => toSale(invoice(`${prefix}${n}`, n)));
  const queue = sales.values();
  let sent = 0;
  const started = performance.now();
  const worker = async () => {
    for (const sale of queue) {
      const { id } = await post('invoices', sale);
      if (steps === '2') await post(`invoices/${id}/complete`, {});
      sent++;
    }
  };
  await Promise.all(Array.from({ length: 5 }, worker));
  if (sent !== many) throw new Error(`${sent} of ${many} invoices were sent`);
  return (performance.now() - started) / 1000;
}

await exportAll('W', Number(warmUp));
const seconds = await exportAll('I', Number(count));
process.send!({ seconds, count: Number(count), rssMiB: process.resourceUsage().maxRSS / 1024 });
await agent.close();
process.disconnect();
