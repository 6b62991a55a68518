import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadPlugins } from '../src/plugins/load-plugins.js';
import { declarationOf, recordTypes } from '../src/sdk/index.js';
import { packageRoot } from '../src/web/package-root.js';

const run = promisify(execFile);

let folder: string;
let dataDir: string;

/** Every file that docs/connectors.md has a vendor write, as it stands there. */
async function filesOfTheGuide(): Promise<[name: string, text: string][]> {
  const guide = await readFile(join(packageRoot, 'docs/connectors.md'), 'utf8');
  return [...guide.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name, text]) => [name!, text!]);
}

beforeAll(async () => {
  [folder, dataDir] = [await mkdtemp(join(tmpdir(), 'greengrocer-')), await mkdtemp(join(tmpdir(), 'hub-'))];
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of await filesOfTheGuide()) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await mkdir(join(folder, 'node_modules'));
  await symlink(packageRoot, join(folder, 'node_modules/patchbay'));
  await cp(join(packageRoot, 'test/plugins/parcelly/icon.svg'), join(folder, 'icon.svg'));
});
afterAll(async () => {
  for (const made of [folder, dataDir]) await rm(made, { recursive: true, force: true });
});

it('is told by the guide which types of records there are, and what names them', async () => {
  const guide = await readFile(join(packageRoot, 'docs/connectors.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| (`.+`) \| `(\w+)` \| .+ \|$/gm)];
  const told = rows.flatMap(([, types, key]) =>
    [...types!.matchAll(/`([\w-]+)`/g)].map(([, type]) => `${type}: ${key}`),
  );
  expect(told.toSorted()).toEqual(recordTypes.map((type) => `${type}: ${declarationOf(type).key}`).toSorted());
});

it('comes of the guide for authors, word for word: compiled, checked and loaded from outside', async () => {
  await run(process.execPath, [join(packageRoot, 'node_modules/ts7/bin/tsc'), '-p', folder]);
  const built = join(folder, 'built/greengrocer');
  await cp(join(folder, 'icon.svg'), join(built, 'icon.svg'));
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', 'check.mjs'], { cwd: folder });
  expect(stdout).toMatch(/^# pass 3$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
  const pluginPaths = [join(folder, 'built')];
  const { plugins, failures } = await loadPlugins({ pluginPaths, dataDir, bundled: false });
  expect(failures).toEqual([]);
  expect(plugins.map(({ manifest, contained }) => [manifest.id, contained])).toEqual([['greengrocer', true]]);
}, 120_000);
