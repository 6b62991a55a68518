import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

/** Ends the run with `N passed, N failed`, and lets nothing be skipped without a reason. */
export default class PlainReporter implements Reporter {
  private filtered = false;

  onInit(vitest: Vitest): void {
    this.filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    // A run of chosen tests skips the others; that is its purpose.
    const unexplained = this.filtered ? [] : skipped.filter((test) => !explained(test) && !inBrokenSuite(test));
    for (const test of unexplained) process.stderr.write(`Skipped without saying why: ${test.fullName}\n`);
    if (unexplained.length > 0) process.exitCode = 1;

    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const broken = tests.filter((test) => test.result().state === 'failed').length + brokenSuites(modules);
    const failed = broken + unhandled.length + unexplained.length;
    // Nothing may look green that vitest calls failed.
    this.tell(passed, reason === 'passed' ? failed : Math.max(failed, 1), skipped.length - unexplained.length);
  }

  private tell(passed: number, failed: number, skipped: number): void {
    const tally = process.env.PATCHBAY_TALLY;
    if (tally) appendFileSync(tally, JSON.stringify({ passed, failed, skipped }));
    process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}

/** Its name says "… because …", or it was skipped with a note. */
function explained(test: TestCase): boolean {
  const result = test.result();
  return /\bbecause\b/.test(test.fullName) || (result.state === 'skipped' && Boolean(result.note));
}

/** Its suite failed before it could run, which is counted there. */
function inBrokenSuite(test: TestCase): boolean {
  let parent: TestCase['parent'] | undefined = test.parent;
  while (parent) {
    if (parent.errors().length > 0) return true;
    parent = parent.type === 'suite' ? parent.parent : undefined;
  }
  return false;
}

/** Files that can't be loaded and suites whose set-up fails. */
function brokenSuites(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  return suites.filter((suite) => suite.errors().length > 0).length;
}
