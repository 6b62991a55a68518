import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { installChromium } from '../support/chromium.js';
import { temporaryHub } from './hub.js';
import { feedWalk, ledgerWalk } from './ledger-walk.js';
import { everyLook, LOOKS, picture } from './looks.js';
import { type Shot, shots } from './pages.js';
import { EMAILS, furtherStores, NOBODY, PASSWORD, playDemo, type Seeded, seed } from './seed.js';
import { walk } from './walk.js';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** `npm run screenshots [folder] [parts of pages' names, with commas]`: pictures of every page in light, dark and on a phone. */
async function main(folder = 'screenshots', only = ''): Promise<void> {
  const into = resolve(folder);
  await mkdir(into, { recursive: true });
  const hub = await temporaryHub();
  const browser = await chromium.launch({ executablePath: await installChromium(), args: FLAGS });
  try {
    const isWanted = (name: string) => only.split(',').some((part) => name.includes(part));
    const wanted = shots.filter(({ name }) => isWanted(name));
    // The welcome page is gone once somebody is there.
    const before = wanted.filter(({ as }) => as === 'newcomer');
    const take = (some: Shot[], seeded: Seeded) => takeAll(browser, hub.url, into, some, seeded);
    await take(before, NOBODY);
    const seeded = await seed(hub.app, hub.twins);
    const app = await walkThrough(browser, hub, into, isWanted);
    const demo = await furtherStores(hub.app);
    await take(
      wanted.filter((shot) => !before.includes(shot)),
      { ...seeded, ...demo, app },
    );
    process.stdout.write(`The pictures are in ${into}\n`);
  } finally {
    await browser.close();
    await hub.stop();
  }
}

// The first exports are on their way for a moment after going live.
const SETTLED = 15_000;

async function walkThrough(
  browser: Browser,
  { app: hub, url, twins, hurry, still }: Awaited<ReturnType<typeof temporaryHub>>,
  into: string,
  isWanted: (name: string) => boolean,
): Promise<string> {
  const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', viewport: LOOKS[0].viewport });
  await signIn(context, EMAILS.merchant);
  const page = await context.newPage();
  const look = async (name: string) => {
    if (isWanted(name)) await still(() => everyLook(page, into, name));
  };
  const twin = (id: string) => twins.find(({ manifest }) => manifest.id === id)!.sandbox;
  const app = await walk(page, look, twin('unleashed').credentials);
  await ledgerWalk(page, look, twin('xero').answers ?? {});
  hurry();
  await playDemo(hub, twins);
  await feedWalk(page, look);
  await page.waitForTimeout(SETTLED);
  await context.close();
  return app;
}

async function takeAll(browser: Browser, url: string, into: string, some: Shot[], seeded: Seeded): Promise<void> {
  for (const { name: look, ...options } of LOOKS) {
    const signedIn = new Map<string, BrowserContext>();
    for (const shot of some) {
      let context = signedIn.get(shot.as);
      if (!context) {
        context = await browser.newContext({ ...options, baseURL: url, reducedMotion: 'reduce' });
        signedIn.set(shot.as, context);
        if (shot.as in EMAILS) await signIn(context, EMAILS[shot.as as keyof typeof EMAILS]);
      }
      await take(context, shot, seeded, into, look);
    }
    for (const context of signedIn.values()) await context.close();
  }
}

async function signIn(context: BrowserContext, email: string): Promise<void> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/');
  await page.close();
}

async function take(context: BrowserContext, shot: Shot, seeded: Seeded, into: string, look: string): Promise<void> {
  const { name, path, first } = shot;
  const page = await context.newPage();
  try {
    await page.goto(typeof path === 'string' ? path : path(seeded));
    await first?.(page, seeded);
    await picture(page, into, `${name}-${look}`);
  } catch (error) {
    // The other pages are worth their pictures all the same.
    process.stdout.write(`There is no picture of ${name}, ${look}: ${(error as Error).message.split('\n')[0]}\n`);
    process.exitCode = 1;
  } finally {
    await page.close();
  }
}

await main(...process.argv.slice(2));
