import { type BenchResult, type Measured, measure, withDatabase } from './bench.js';
import { plantStores, sendTo } from './xero-store.js';
import { openTwin } from './xero-twin.js';

/** A good four minutes' worth, fifty to a request. */
const INVOICES = 12_000;
const MINUTE = 60_000;
/** What Xero allows in any minute. */
const ALLOWED = 60;
const AT_ONCE = 5;

/** How much of what Xero allows is used where its limits are on: nothing refused, and hardly anything left over. */
export async function budget(): Promise<BenchResult> {
  return withDatabase(async (url, source) => {
    const twin = await openTwin({ limited: true });
    try {
      await plantStores(source, { invoices: INVOICES, warmUp: 50 });
      await sendTo(source, twin.contactId);
      const hub = await measure('hub-xero.js', [url, JSON.stringify(twin), 'true']);
      const { invoices, most, admitted, refused } = await twin.tally();
      if (invoices !== INVOICES + 50) throw new Error(`Xero has ${invoices} of ${INVOICES + 50} invoices`);
      if (most > AT_ONCE) throw new Error(`${most} requests were under way together where ${AT_ONCE} are allowed`);
      return resultOf(hub, admitted, refused);
    } finally {
      await twin.stop();
    }
  });
}

/** From the end of the first minute to the last whole one in which there was something left to send. */
function resultOf({ rssMiB }: Measured, admitted: number[], refused: number[]): BenchResult {
  const first = admitted[0]!;
  const minutes = Math.floor((admitted.at(-1)! - first) / MINUTE) - 1;
  const [from, to] = [first + MINUTE, first + MINUTE * (1 + minutes)];
  const within = (times: number[]) => times.filter((at) => at >= from && at < to).length;
  const used = within(admitted) / minutes;
  const extra = { 'refused after the first minute': refused.filter((at) => at >= from).length, minutes };
  return {
    name: 'budget',
    ratio: used / ALLOWED,
    ours: used,
    plain: ALLOWED,
    unit: 'requests/min',
    runs: 1,
    rssMiB,
    extra,
  };
}
