import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^patchbay\/sdk\/testing$/, replacement: here('./src/sdk/testing/index.ts') },
      { find: /^patchbay\/sdk$/, replacement: here('./src/sdk/index.ts') },
    ],
  },
  test: {
    include: ['src/**/*.spec.ts', 'plugins/**/*.spec.ts', 'test/**/*.spec.ts'],
    globalSetup: ['test/support/database-server.ts'],
    reporters: ['default', here('./test/support/plain-reporter.ts')],
    pool: 'forks',
    // Most of a spec's time goes by in the database and in waiting: with one process on two cores, as it is by default, half of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // What must come about is waited for, not timed: a busy machine may take its time.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
