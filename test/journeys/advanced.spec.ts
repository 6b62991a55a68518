import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_IMPORTS, SHOP_IMPORTS, stockUp } from '../../src/mappings/test/goods.js';
import { Lab } from '../../src/mappings/test/lab.js';
import { faultsOf, launch, PHONE, signedIn, WIDE } from '../support/real-browser.js';

let lab: Lab;
let browser: Browser;

beforeAll(async () => {
  lab = await Lab.open();
  stockUp(lab);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const isSound = async (page: Page) => expect(await faultsOf(page)).toEqual({ faults: [], sideways: 0 });

/** Where the pictures of a walk are wanted: a folder in PICTURES. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const VIEWS = [
  { name: 'on a wide screen', options: { viewport: WIDE } },
  { name: 'on a phone in the dark', options: { viewport: PHONE, colorScheme: 'dark' as const } },
];

describe.each(VIEWS)('$name', ({ name, options }) => {
  const seen = async (page: Page, what: string) => {
    await look(page, `${what}-${name.replaceAll(' ', '-')}`);
    await isSound(page);
  };

  it('a merchant asks, is let in, edits, compares and goes back', { timeout: 180_000 }, async () => {
    const mia = await lab.hub.merchant();
    const shop = await lab.install(mia, 'corner', { state: 'live' });
    const app = await lab.install(mia, 'crates', { state: 'live' });
    await lab.run(mia, shop, ...SHOP_IMPORTS);
    await lab.run(mia, app, ...APP_IMPORTS);
    await lab.database.run(
      "insert into value_pairs (store_id, installation_id, map, store_value, app_value, updated_at) values (?, ?, 'warehouses', 'SYD', 'S1', now())",
      [mia.store.id, app],
    );
    await lab.run(mia, app, 'export-orders');
    const window = await signedIn(browser, lab.hub, mia.user, options);
    const page = await window.newPage();
    await asks(page, app, seen);
    const helper = await signedIn(browser, lab.hub, (await lab.hub.staff()).user, options);
    await opens(helper, seen);

    await page.goto(`/installations/${app}/setup`);
    await seen(page, 'setup-open');
    await page.getByRole('button', { name: 'Create My Own Custom Configuration' }).click();
    await page.getByText('Version 1, saved by').waitFor();
    await edits(page, seen);
    await comparesAndGoesBack(page, seen);
    await window.close();
    await helper.close();
  });

  it('staff set an addon up in the merchant’s place', { timeout: 120_000 }, async () => {
    const mia = await lab.hub.merchant('Quokka Cycles');
    const window = await signedIn(browser, lab.hub, mia.user, options);
    const page = await window.newPage();
    await page.goto('/addons/crates');
    await seen(page, 'listing');
    await page.getByRole('link', { name: 'Ask us to do it' }).click();
    await seen(page, 'set-up-new');
    await page.getByLabel('How do we reach you').fill('Ring 02 5550 1234 after ten.');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('You have asked us to set Crates up').waitFor();

    const helper = await signedIn(browser, lab.hub, (await lab.hub.staff()).user, options);
    const desk = await helper.newPage();
    await desk.goto('/staff/set-ups');
    await seen(desk, 'set-ups');
    await desk.getByRole('button', { name: 'Begin: enter the store Quokka Cycles' }).click();
    await desk.getByText('You act for Quokka Cycles as Mia staff').waitFor();
    await seen(desk, 'on-behalf');
    await desk.goto('/staff/stores');
    await seen(desk, 'staff-stores');
    await desk.getByText('You act for Quokka Cycles as Mia staff').waitFor();

    await page.goto('/addons/crates');
    await page.getByText('Mia staff is setting Crates up for you').waitFor();
    await seen(page, 'listing-working');
    await desk.goto('/staff/set-ups');
    await desk.getByLabel('Words to the merchant').last().fill('All connected.');
    await desk.getByRole('button', { name: 'It is done Crates for Quokka Cycles' }).click();
    await desk.getByText('Done for Quokka Cycles').waitFor();
    await desk.getByRole('button', { name: 'Leave this store' }).click();
    await desk.waitForURL(`${lab.hub.url}/`);
    expect(await desk.getByText('You act for').count()).toBe(0);
    await window.close();
    await helper.close();
  });
});

type Seen = (page: Page, what: string) => Promise<void>;

async function asks(page: Page, app: number, seen: Seen): Promise<void> {
  await page.goto(`/installations/${app}/setup`);
  expect(await page.getByRole('button', { name: 'Create My Own' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Ask for advanced configuration' }).click();
  await seen(page, 'advanced-closed');
  await page.getByLabel('What do you want to change').fill('A second store of ours feeds the same Crates.');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await page.getByText('You have asked for it').waitFor();
  await seen(page, 'advanced-asked');
}

async function opens(helper: BrowserContext, seen: Seen): Promise<void> {
  const desk = await helper.newPage();
  await desk.goto('/staff/access-requests');
  await seen(desk, 'access-requests');
  await desk.getByRole('button', { name: 'Open Crates of Fern & Fig' }).click();
  await desk.getByText('Opened for Fern & Fig').waitFor();
  await desk.goto('/staff/installations?advanced=open');
  await seen(desk, 'staff-installations');
  await desk.goto('/staff/audit');
  await seen(desk, 'staff-audit');
}

async function edits(page: Page, seen: Seen): Promise<void> {
  await page.getByLabel('Order prefix').fill('X-');
  await page.getByRole('spinbutton', { name: 'Days to keep' }).fill('45');
  await page.getByText('Goods', { exact: true }).click();
  await page
    .getByRole('group', { name: 'Who decides Name of Goods' })
    .getByRole('radio', { name: 'The store' })
    .check();
  await page.getByLabel('Why?').fill('The second store comes in July.');
  await seen(page, 'advanced-editing');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByRole('alert').getByText('C-N1', { exact: true }).waitFor();
  await page.getByRole('alert').getByText('X-N1', { exact: true }).waitFor();
  await seen(page, 'advanced-numbers');
  await page.getByLabel('Yes, begin new numbers with “X-”').check();
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText('Version 2, saved by').waitFor();
  expect(await page.getByText('Changed', { exact: true }).count()).toBe(3);
  await seen(page, 'advanced-saved');
}

async function comparesAndGoesBack(page: Page, seen: Seen): Promise<void> {
  await page.getByRole('spinbutton', { name: 'Days to keep' }).fill('60');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText('Version 3, saved by').waitFor();
  await page.getByRole('link', { name: 'Versions' }).click();
  await seen(page, 'advanced-versions');
  await page.getByRole('radio', { name: 'this version 1', exact: true }).check();
  await page.getByRole('button', { name: 'Compare' }).click();
  const compared = page.getByRole('region', { name: 'Version 1 beside version 3' });
  await compared.getByText('60 days').waitFor();
  await seen(page, 'advanced-compared');
  await page.getByRole('link', { name: 'Go back to it version 2' }).click();
  await page.getByText('These are the values of version 2').waitFor();
  expect(await page.getByRole('spinbutton', { name: 'Days to keep' }).inputValue()).toBe('45');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByText('Version 4, saved by').waitFor();
  expect(await page.getByRole('spinbutton', { name: 'Days to keep' }).inputValue()).toBe('45');
}
