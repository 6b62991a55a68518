import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { installChromium } from './chromium.js';
import { type Hub, PASSWORD } from './hub.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export const WIDE = { width: 1280, height: 860 };
export const PHONE = { width: 375, height: 740 };

/** Chromium without a window. `close` it in `afterAll`. */
export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: await installChromium(), args: FLAGS });
}

/** A window in which this person has signed in. */
export async function signedIn(
  browser: Browser,
  hub: Hub,
  user: { email: string },
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: hub.url, reducedMotion: 'reduce', viewport: WIDE, ...options });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${hub.url}/`);
  await page.close();
  return context;
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
}

/** Buttons and states whose words stick out of them, or that stick out of what they stand in. Words for the ear alone don't count. */
const CUT = `[...document.querySelectorAll('.btn, .status-badge')].filter((piece) => {
  const box = piece.getBoundingClientRect();
  const around = piece.parentElement.closest('td, form, .card, main, dialog')?.getBoundingClientRect() ?? box;
  const walk = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  const isOut = (node) => {
    if (node.data.trim() === '' || node.parentElement.closest('.visually-hidden')) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = range.getBoundingClientRect();
    return words.left < box.left || words.right > box.right;
  };
  const words = [];
  while (walk.nextNode()) words.push(walk.currentNode);
  return box.width > 0 && (box.right > around.right + 1 || words.some(isOut));
}).map((piece) => 'cut off: ' + piece.innerText.trim())`;

/** Tables that scroll although there is room for a whole page. */
const TIGHT = `innerWidth < 1200 ? [] : [...document.querySelectorAll('.table-frame')]
  .filter((frame) => frame.scrollWidth > frame.clientWidth)
  .map((frame) => 'wider than its frame: ' + frame.getAttribute('aria-label'))`;

/** Grave faults of accessibility on the page as it stands, what doesn't fit, and by how many pixels it scrolls sideways. */
export async function faultsOf(page: Page): Promise<{ faults: string[]; sideways: number }> {
  // Through the debugger, not as a script of the page: the page's policy would rightly refuse it.
  await page.evaluate(AXE);
  const result = (await page.evaluate('axe.run(document)')) as AxeResult;
  const grave = result.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return {
    faults: [
      ...grave.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
      ...((await page.evaluate(CUT)) as string[]),
      ...((await page.evaluate(TIGHT)) as string[]),
    ],
    sideways: await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  };
}

/** The page's background colour, which tells light from dark. */
export function groundOf(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}
