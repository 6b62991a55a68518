import { expect } from 'vitest';

/** Waits until it is so. */
export async function eventually(check: () => boolean | Promise<boolean>, within = 10_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await check())) {
    expect(performance.now(), 'waited too long').toBeLessThan(end);
    await new Promise((done) => setTimeout(done, 10));
  }
}
