import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Merchant } from '../../../../test/support/hub.js';
import { type InstalledApp, LogsHub } from './logs-hub.js';

/** A merchant's app, and another's that sends in batches; in each test one invoice, whose line is looked at. */
export function oneLine() {
  let hub: LogsHub;
  let owner: Merchant;
  let app: InstalledApp;
  let batched: InstalledApp;
  let count = 0;
  let number: string;

  beforeAll(async () => {
    hub = await LogsHub.start();
    owner = await hub.merchant();
    app = await hub.install(owner);
    batched = await hub.install(await hub.merchant('Batches'), { mode: 'batched' });
  });
  afterAll(() => hub?.stop());
  beforeEach(() => {
    number = `L${++count}`;
  });

  const at = async () => `/logs/exports/${await hub.line(app, number)}`;
  const open = async () => (await owner.browser.get(await at())).text;
  const act = async (verb: string, fields: Record<string, string> = {}) => {
    const page = await owner.browser.post(`${await at()}/${verb}`, fields);
    expect(page.location).toBe(await at());
    await hub.calm(app);
  };
  const state = async () => (await hub.states(app))[number];
  /** What Acme holds for this test's invoice. */
  const orders = (): { reference: string; total: string }[] =>
    [...hub.acme.orders.values()].filter(({ members }) => members.includes(number));

  async function needsPerson(reason: string): Promise<void> {
    await hub.database.run(
      "update outbox set state = 'needs-person', reason = ? where store_id = ? and record_id = ?",
      [reason, app.storeId, await hub.recordId(app, number)],
    );
  }

  async function sent(more: Record<string, unknown> = {}): Promise<void> {
    await hub.invoice(app, number, more);
    await hub.run(app);
  }

  return {
    get hub() {
      return hub;
    },
    get owner() {
      return owner;
    },
    get app() {
      return app;
    },
    get batched() {
      return batched;
    },
    get number() {
      return number;
    },
    at,
    open,
    act,
    state,
    orders,
    needsPerson,
    sent,
  };
}
