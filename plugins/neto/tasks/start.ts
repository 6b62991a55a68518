import type { Context } from 'patchbay/sdk';
import { type Place, timeZoneOf } from '../client.js';
import { shopClock } from '../shop-time.js';

/** No store of this platform is older. */
const THE_BEGINNING = Date.UTC(2000, 0, 1);

/** Where a pull by dates begins: at the last one's end, else at the day the merchant has chosen. All in one stretch, if it fits. */
export function startOf(since: Date | undefined, ctx: Pick<Context, 'answers' | 'store' | 'now'>): Place {
  const chosen = shopClock(timeZoneOf(ctx)).instant(ctx.answers.ordersFrom);
  const from = since?.getTime() ?? chosen ?? THE_BEGINNING;
  return { from, width: Math.max(1, ctx.now() - from) };
}
