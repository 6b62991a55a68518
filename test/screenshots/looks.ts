import { join } from 'node:path';
import type { Page } from 'playwright-core';

export const LOOKS = [
  { name: 'light', viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 375, height: 740 }, colorScheme: 'light' },
] as const;

// A log of a day is as tall as a house; its top says how it looks.
const TALLEST = 1800;

/** A picture of the page from its top, as it looks before anybody has scrolled. */
export async function picture(page: Page, into: string, name: string): Promise<void> {
  await page.evaluate('window.scrollTo(0, 0)');
  // Changing the look sets colours gliding; halfway they are nobody's.
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  await page.evaluate('document.getAnimations().forEach((one) => one instanceof CSSTransition && one.finish())');
  const { width } = page.viewportSize()!;
  const tall: number = await page.evaluate('document.documentElement.scrollHeight');
  const clip = { x: 0, y: 0, width, height: Math.min(tall, TALLEST) };
  await page.screenshot({ path: join(into, `${name}.png`), fullPage: true, clip });
}

/** The page as it stands in each look: for steps that can't be gone to again. */
export async function everyLook(page: Page, into: string, name: string): Promise<void> {
  for (const { name: look, viewport, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await picture(page, into, `${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(LOOKS[0].viewport);
}
