import { fileURLToPath } from 'node:url';
import { type BenchResult, withDatabase } from './bench.js';
import { askTogether } from './refresh-together.js';

const PROCESSES = 4;
const CALLERS = 250;
const program = fileURLToPath(new URL('./refresh-caller.js', import.meta.url));

/** How often a token is renewed when 1,000 callers in four processes meet it as it ends: once is what it takes. */
export async function refresh(): Promise<BenchResult> {
  return withDatabase(async (url) => {
    const { refreshes, refusals, peak, reports } = await askTogether(program, url, PROCESSES, CALLERS);
    const served = reports.reduce((sum, report) => sum + report.served, 0);
    if (served !== PROCESSES * CALLERS) {
      throw new Error(`${served} callers were served: ${reports.flatMap(({ failures }) => failures).join('; ')}`);
    }
    const rssMiB = Math.round(Math.max(...reports.map((report) => report.rssMiB)));
    const slowest = Math.max(...reports.map(({ ms }) => ms));
    const extra = { served, refusals, peak, 'slowest ms': Math.round(slowest) };
    return { name: 'refresh', ratio: refreshes, ours: refreshes, plain: 1, unit: 'refreshes', runs: 1, rssMiB, extra };
  });
}
