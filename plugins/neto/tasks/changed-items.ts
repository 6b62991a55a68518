import type { Page, PullContext } from 'patchbay/sdk';
import { type NetoApi, type Noun, timeZoneOf } from '../client.js';
import { shopClock } from '../shop-time.js';

/**
 * Items by numbered pages: they can be had in the order of their ids, so what changes or is added meanwhile only comes
 * again, and nothing slides off a page.
 */
export async function* changedItems(
  noun: Noun,
  { api, since, bookmark, ...ctx }: PullContext<NetoApi>,
): AsyncGenerator<Page> {
  const from = shopClock(timeZoneOf(ctx)).written(since?.getTime() ?? 0);
  for await (const { rows, next } of api.pages(
    noun,
    { DateUpdatedFrom: from },
    (bookmark as number | undefined) ?? 0,
  )) {
    yield { rows, bookmark: next };
  }
}
