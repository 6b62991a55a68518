import { pluginUnderTest, type UnderTestOptions } from 'patchbay/sdk/testing';
import neto from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';

export const NOON = Date.UTC(2026, 2, 2, 1, 0, 0);

type ShopOptions = Parameters<typeof createSandbox>[0];

/** The addon beside a shop at noon of a Sydney summer's Monday; the clock stands until it is moved. */
export function connected({ shop: shopOptions, ...options }: UnderTestOptions & { shop?: ShopOptions } = {}) {
  const clock = { at: NOON };
  const shop = createSandbox({ now: () => clock.at, requestsPerMinute: Number.POSITIVE_INFINITY, ...shopOptions });
  const app = pluginUnderTest(neto, { sandbox: shop, now: () => clock.at, ...options });
  return { shop, app, clock };
}
