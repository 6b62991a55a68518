import { type PluginUnderTest, pluginUnderTest, type UnderTestOptions } from 'patchbay/sdk/testing';
import neto from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';

export const NOON = Date.UTC(2026, 2, 2, 1, 0, 0);

type ShopOptions = Parameters<typeof createSandbox>[0];
type Shop = ReturnType<typeof createSandbox>;
type Hub = Parameters<PluginUnderTest['build']>[1];

/** The addon beside a shop at noon of a Sydney summer's Monday; the clock stands until it is moved. */
export function connected({ shop: shopOptions, ...options }: UnderTestOptions & { shop?: ShopOptions } = {}) {
  const clock = { at: NOON };
  const shop = createSandbox({ now: () => clock.at, requestsPerMinute: Number.POSITIVE_INFINITY, ...shopOptions });
  const app = pluginUnderTest(neto, { sandbox: shop, now: () => clock.at, ...options });
  return { shop, app, clock };
}

/** Builds records and sends those that are due, in one batch, as the hub would. */
export async function sent(app: PluginUnderTest, task: string, records: Hub[], related: Hub[] = []) {
  const items = [];
  for (const record of records) {
    const built = await app.build(task, record, related);
    if (!('payload' in built)) throw new Error(`${record.key} is not sent: ${JSON.stringify(built)}`);
    items.push({ recordId: record.id, key: record.key, remoteId: record.remoteId, payload: built.payload });
  }
  return app.send(task, items);
}

/** What somebody else does to the shop through its API. */
export async function tell(shop: Shop, action: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await shop.handle(
    new Request('https://fernandfig.example/do/WS/NetoAPI', {
      method: 'POST',
      headers: { NETOAPI_ACTION: action, NETOAPI_KEY: shop.credentials.key!, Accept: 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  const told = (await answer.json()) as Record<string, unknown>;
  if (told.Ack !== 'Success') throw new Error(`${action}: ${JSON.stringify(told.Messages)}`);
  return told;
}
