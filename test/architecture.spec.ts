import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { registerHelpers } from '../src/web/view-helpers.js';
import { naming, pages, strangeCalls, strayAddresses, tooLong, vagueNames } from './support/house-rules.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const isTest = (path: string) => /\.spec\.ts$|\/test\//.test(path);

describe('the house', () => {
  it('keeps every file short enough to be read at one sitting', () => {
    const folders = ['src', 'plugins', 'views', 'migrations', 'test', 'scripts'];
    expect(tooLong(pages(root, folders, ['.ts', '.mjs', '.hbs']), 400)).toEqual([]);
  });

  it('finds a file that is too long', () => {
    const lines = (count: number) => 'line\n'.repeat(count);
    const all = [
      { path: 'long.ts', text: lines(400) },
      { path: 'short.ts', text: lines(399) },
    ];
    expect(tooLong(all, 400)).toEqual(['long.ts has 400 lines']);
  });

  it('never names a vendor outside its own plugin', () => {
    const vendors = readdirSync(join(root, 'plugins')).filter((name) => name !== 'connect');
    expect(vendors.length).toBeGreaterThan(1);
    const folders = ['src', 'views', 'public', 'migrations', 'scripts'];
    const all = pages(root, folders, ['.ts', '.hbs', '.css', '.js', '.mjs']).filter(({ path }) => !isTest(path));
    expect(naming(all, vendors)).toEqual([]);
  });

  it('gives things names that a customer would use', () => {
    // Handlebars calls them so.
    const all = pages(root, ['src', 'plugins'], ['.ts']).filter(
      ({ path }) => !path.startsWith('src/web/view-helpers.'),
    );
    expect(vagueNames(all)).toEqual([]);
  });

  it('leaves the addresses of an app to its client', () => {
    const all = pages(root, ['plugins'], ['.ts']).filter(({ path }) => !isTest(path));
    expect(strayAddresses(all)).toEqual([]);
  });

  it('finds a vague name and a stray address', () => {
    const all = [
      { path: 'src/utils/dates.ts', text: '' },
      { path: 'src/room/string-helpers.ts', text: '' },
      { path: 'src/room/desk.ts', text: 'export class RunManager {}\nclass Runs {}' },
      { path: 'src/room/commons.ts', text: 'const manager = 1;' },
    ];
    expect(vagueNames(all)).toEqual([
      'src/utils/dates.ts is vague',
      'src/room/string-helpers.ts is vague',
      'src/room/desk.ts calls something RunManager',
    ]);
    const at = (path: string) => ({ path: `plugins/acme/${path}`, text: "get('https://acme.test')" });
    expect(strayAddresses(['client.ts', 'client/pages.ts', 'sandbox/index.ts', 'tasks/pull.ts'].map(at))).toEqual([
      'plugins/acme/tasks/pull.ts knows an address',
    ]);
  });

  it('finds a vendor in a path, a word, a compound and a sentence, and nowhere else', () => {
    const all = [
      { path: 'src/acme.ts', text: '' },
      { path: 'src/a.ts', text: "const id = 'acme';\n// Ask ACME first\nclass AcmeClient {}\nlet acme_id;" },
      { path: 'src/b.ts', text: 'new BigShop(); "big-shop"; "big shop"' },
      { path: 'src/c.ts', text: 'acmeology, bigshopper' },
    ];
    expect(naming(all, ['acme', 'big-shop'])).toEqual([
      'src/acme.ts names acme',
      'src/a.ts:1 names acme',
      'src/a.ts:2 names acme',
      'src/a.ts:3 names acme',
      'src/a.ts:4 names acme',
      'src/b.ts:1 names big-shop',
    ]);
  });
});

describe('the views', () => {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars, { url: (name: string) => name } as Parameters<typeof registerHelpers>[1]);
  const allowed = Object.keys(handlebars.helpers).filter((name) => name !== 'log');

  it('hold conditions, loops, partials and known helpers only', () => {
    const templates = [...pages(root, ['views'], ['.hbs']), ...pages(root, ['plugins'], ['.hbs'])];
    expect(templates.flatMap((page) => strangeCalls(page, allowed))).toEqual([]);
  });

  it('are caught when they call something else', () => {
    const text = '{{#if a}}{{> web/_row b=c}}{{#unless (dig a)}}{{d}}{{/unless}}{{/if}}{{log a}}{{#pull a}}{{/pull}}';
    expect(strangeCalls({ path: 'x.hbs', text }, allowed)).toEqual([
      'x.hbs calls dig',
      'x.hbs calls log',
      'x.hbs calls pull',
    ]);
  });
});

describe('the rules about imports', () => {
  it('each find what they forbid', { timeout: 60_000 }, async () => {
    expect(await violations(planted)).toEqual([
      'hub-knows-no-plugin: src/room/room.ts → plugins/acme/plugin.ts',
      'hub-knows-no-test: src/room/room.ts → test/support/thing.ts',
      'must-exist: src/room/room.ts → ./nowhere.js',
      'no-circle: src/room/door.ts → src/room/wall.ts',
      'plugin-has-no-authority: plugins/acme/client.ts → fs/promises',
      'plugin-has-no-authority: plugins/acme/client.ts → http',
      'plugin-has-no-authority: plugins/acme/sandbox/index.ts → child_process',
      'plugin-knows-only-the-sdk: plugins/acme/plugin.ts → node_modules/luxon/index.js',
      'plugin-knows-only-the-sdk: plugins/acme/plugin.ts → plugins/other/plugin.ts',
      'plugin-knows-only-the-sdk: plugins/acme/plugin.ts → src/room/door.ts',
      'plugin-knows-only-the-sdk: plugins/acme/plugin.ts → src/sdk/host/index.ts',
      'plugin-tests-know-only-the-sdk: plugins/acme/test/pulls.spec.ts → src/room/door.ts',
      'sdk-stands-alone: src/sdk/index.ts → src/room/door.ts',
    ]);
  });
});

const planted: Record<string, string> = {
  'src/sdk/index.ts': "import '../room/door.js'; import 'node:crypto'; export const sdk = 1;",
  'src/sdk/host/index.ts': 'export const host = 1;',
  'src/room/door.ts': "import './wall.js';",
  'src/room/wall.ts': "import './door.js'; import type { Lamp } from './lamp.js'; export type Wall = Lamp;",
  // Types may go round in a circle.
  'src/room/lamp.ts': "import type { Shade } from './shade.js'; export type Lamp = Shade;",
  'src/room/shade.ts': "import type { Lamp } from './lamp.js'; export type Shade = Lamp;",
  'src/room/room.ts':
    "import '../../plugins/acme/plugin.js'; import '../../test/support/thing.js'; import './nowhere.js';",
  'plugins/acme/plugin.ts':
    "import 'patchbay/sdk'; import './client.js'; import '../other/plugin.js'; import '../../src/room/door.js'; import '../../src/sdk/host/index.js'; import 'luxon'; import 'node:crypto';",
  'plugins/acme/client.ts': "import 'node:http'; import 'node:fs/promises';",
  'plugins/acme/sandbox/index.ts': "import 'node:child_process';",
  // Tests of a plugin may read their recorded answers.
  'plugins/acme/test/pulls.spec.ts':
    "import 'vitest'; import 'node:fs'; import '../plugin.js'; import '../../../src/room/door.js';",
  'plugins/other/plugin.ts': "import 'patchbay/sdk';",
  'test/support/thing.ts': 'export const thing = 1;',
  'node_modules/luxon/package.json': '{ "name": "luxon", "main": "index.js" }',
  'node_modules/luxon/index.js': '',
  'node_modules/vitest/package.json': '{ "name": "vitest", "main": "index.js" }',
  'node_modules/vitest/index.js': '',
};

/** What the project's own rules say about a tree of these files. */
async function violations(files: Record<string, string>): Promise<string[]> {
  const tree = await mkdtemp(join(tmpdir(), 'patchbay-house-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(root, file), join(tree, file));
    return await judge(tree);
  } finally {
    await rm(tree, { recursive: true });
  }
}

async function judge(tree: string): Promise<string[]> {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const { output } = await cruise(['src', 'plugins', 'test'], {
    ...options,
    baseDir: tree,
    ruleSet: { forbidden },
    validate: true,
  });
  const found = (output as ICruiseResult).summary.violations;
  return found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}
