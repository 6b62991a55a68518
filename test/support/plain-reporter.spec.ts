import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('the last line of a test run', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'patchbay-reporter-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('counts what passed', async () => {
    const { code, last } = await run({ a: "it('holds', () => {}); it('holds too', () => {});" });
    expect([last, code]).toEqual(['2 passed, 0 failed', 0]);
  });

  it('counts failed tests, files that do not load and suites that do not get ready', async () => {
    const { code, last } = await run({
      a: "it('holds', () => {}); it('breaks', () => { throw new Error('no'); });",
      b: "import './missing.js'; it('never runs', () => {});",
      c: "beforeAll(() => { throw new Error('no'); }); it('never runs either', () => {});",
    });
    expect([last, code]).toEqual(['1 passed, 3 failed, 1 skipped', 1]);
  });

  it('mentions what was skipped with a reason and lets it be', async () => {
    const { code, last } = await run({
      a: "it('holds', () => {}); it.skip('waits, because the tide is out', () => {}); it('asks', ({ skip }) => skip('no boat'));",
    });
    expect([last, code]).toEqual(['1 passed, 0 failed, 2 skipped', 0]);
  });

  it('fails for what was skipped without a reason', async () => {
    const { code, last, output } = await run({
      a: "it('holds', () => {}); it.skip('waits', () => {}); it.todo('wish');",
    });
    expect([last, code]).toEqual(['1 passed, 2 failed', 1]);
    expect(output).toContain('Skipped without saying why: waits');
    expect(output).toContain('Skipped without saying why: wish');
  });

  it('does not mind what a chosen name leaves out', async () => {
    const { code, last } = await run({ a: "it('holds', () => {}); it('other', () => {});" }, ['-t', 'holds']);
    expect([last, code]).toEqual(['1 passed, 0 failed, 1 skipped', 0]);
  });

  it('fails when there is nothing to test', async () => {
    const { code, last } = await run({});
    expect([last, code]).toEqual(['0 passed, 1 failed', 1]);
  });

  async function run(specs: Record<string, string>, args: string[] = []) {
    for (const [name, text] of Object.entries(specs)) await writeFile(join(dir, `${name}.spec.ts`), text);
    const reporters = ['default', here('./plain-reporter.ts')];
    const config = { test: { globals: true, include: ['*.spec.ts'], reporters } };
    await writeFile(join(dir, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};`);
    const { VITEST: _, PATCHBAY_TALLY: __, ...env } = process.env;
    const vitest = here('../../node_modules/vitest/vitest.mjs');
    return new Promise<{ code: number; last: string; output: string }>((done) => {
      const child = execFile(process.execPath, [vitest, 'run', ...args], { cwd: dir, env }, (_, stdout, stderr) => {
        const last = stdout.trimEnd().split('\n').at(-1) ?? '';
        done({ code: child.exitCode ?? -1, last, output: stdout + stderr });
      });
    });
  }
});
