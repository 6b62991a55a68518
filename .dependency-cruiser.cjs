// Who may import whom. test/architecture.spec.ts plants a violation of each rule and expects it to be found.

const tests = '(\\.spec\\.ts$|/test/)';
const sdk = '^(patchbay/sdk(/testing)?|(dist/)?src/sdk/(testing/)?index\\.(ts|js|d\\.ts))$';
const reaching = '(http|https|http2|net|tls|dgram|dns|fs|child_process|worker_threads|cluster|inspector|vm)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one thought in two places. Types alone may: they vanish.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'must-exist',
      comment: 'Everything imported is there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: sdk },
    },
    {
      name: 'plugin-knows-only-the-sdk',
      comment: 'A plugin imports the SDK, node and its own folder: it has to run contained and be published alone.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: tests },
      to: { pathNot: ['^plugins/$1/', sdk], dependencyTypesNot: ['core', 'unknown'] },
    },
    {
      name: 'plugin-tests-know-only-the-sdk',
      comment: 'The tests of a plugin may add the test runner, nothing of the hub.',
      severity: 'error',
      from: { path: `^plugins/([^/]+)/.*${tests}` },
      to: { pathNot: ['^plugins/$1/', sdk, '^node_modules/vitest/'], dependencyTypesNot: ['core', 'unknown'] },
    },
    {
      name: 'plugin-has-no-authority',
      comment: 'Network, files and processes belong to the host; a plugin asks through its ctx. A sandbox is pure too.',
      severity: 'error',
      from: { path: '^plugins/', pathNot: tests },
      to: { path: [`^(node:)?${reaching}(/|$)`, '^(node_modules/)?undici(/|$)'] },
    },
    {
      name: 'sdk-stands-alone',
      comment: 'Plugins are written against the SDK; what it imports, they would depend on.',
      severity: 'error',
      from: { path: '^src/sdk/', pathNot: tests },
      to: {
        pathNot: [
          '^src/sdk/',
          '^node_modules/(@types/)?(class-validator|class-transformer|reflect-metadata|big\\.js|luxon)/',
        ],
        dependencyTypesNot: ['core', 'unknown'],
      },
    },
    {
      name: 'hub-knows-no-plugin',
      comment: 'Adding a connector touches its own folder only: the hub finds it by its presence.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'hub-knows-no-test',
      comment: 'What runs in production does not lean on what tests it.',
      severity: 'error',
      from: { path: '^(src|plugins|migrations)/', pathNot: tests },
      to: { path: ['^test/', '\\.spec\\.ts$'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
