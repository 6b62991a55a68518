// npm test: everything. npm test -- <paths or options for vitest>: those tests only.
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.mjs';
import { endLeftovers } from './leftovers.mjs';
import { phase } from './phase.mjs';
import { installBrowser, setUp } from './setup.mjs';

const bin = (name) => `node_modules/.bin/${name}`;
const checks = [
  ['format', bin('biome'), ['ci', '--error-on-warnings', '--diagnostic-level=warn', '.']],
  ['lint', bin('oxlint'), ['--deny-warnings']],
  ['types', process.execPath, ['node_modules/ts7/bin/tsc', '--noEmit', '-p', 'tsconfig.json']],
  ['architecture', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'plugins', 'migrations', 'test']],
  ['dead code', bin('knip'), []],
];

const chosen = process.argv.slice(2);
const tally = { passed: 0, failed: 0, skipped: 0 };
delete process.env.NODE_ENV;

try {
  await setUp();
  if (chosen.length === 0) await count(installBrowser);
  for (const [title, program, args] of chosen.length > 0 ? [] : checks) {
    await count(() => phase(title, () => command(program, args, { minutes: 5 })));
  }
  await runTests();
} catch {
  // What failed has said so itself.
  tally.failed += 1;
}
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exit(tally.failed > 0 ? 1 : 0);

async function count(check) {
  try {
    await check();
    tally.passed += 1;
  } catch {
    tally.failed += 1;
  }
}

async function runTests() {
  const mark = randomUUID();
  const home = mkdtempSync(join(tmpdir(), 'patchbay-run-'));
  // Some tests act as another user, who must be able to walk through.
  chmodSync(home, 0o755);
  const results = join(home, 'tally.json');
  const env = { ...process.env, TMPDIR: home, PATCHBAY_RUN: mark, PATCHBAY_TALLY: results };
  try {
    await phase('tests', () => command(bin('vitest'), ['run', ...chosen], { minutes: 30, env }));
    add(results);
  } catch (error) {
    if (!existsSync(results)) throw error;
    add(results);
    if (tally.failed === 0) throw error;
  } finally {
    await endLeftovers(`PATCHBAY_RUN=${mark}`);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function add(results) {
  const { passed, failed, skipped } = JSON.parse(readFileSync(results, 'utf8'));
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += skipped;
}
