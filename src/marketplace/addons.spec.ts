import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, type Merchant, startHub } from '../../test/support/hub.js';

let hub: Hub;
let mia: Merchant;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant();
});

afterAll(() => hub?.stop());

it('shows the shelf', async () => {
  const page = await mia.browser.get('/addons');
  expect(page.status).toBe(200);
});
