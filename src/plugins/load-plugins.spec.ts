import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../web/package-root.js';
import { loadPlugins } from './load-plugins.js';
import { moduleOf, outsidePlugins } from './test/outside-plugins.js';

let outside: Awaited<ReturnType<typeof outsidePlugins>>;
afterEach(() => outside?.remove());

const load = (contained: boolean, pluginPaths = [outside.folder], patience?: number) =>
  loadPlugins({ pluginPaths, dataDir: outside.dataDir, bundled: false, contained: () => contained, patience });

describe.each([
  ['in this process', false],
  ['in a process of its own', true],
])('a plugin from outside, %s', (_, contained) => {
  it('is found in its folder, and in a folder of plugins', async () => {
    outside = await outsidePlugins({ parcels: moduleOf('parcels') });
    for (const path of [outside.folder, join(outside.folder, 'parcels')]) {
      const { plugins, failures } = await load(contained, [path]);
      expect(failures).toEqual([]);
      expect(plugins).toMatchObject([
        { manifest: { id: 'parcels' }, contained, folder: join(outside.folder, 'parcels') },
      ]);
      expect(plugins[0]!.icon).toMatch(/^<svg/);
    }
  });

  it('is named with each of its problems', async () => {
    outside = await outsidePlugins({
      wrong: moduleOf('wrong', `version: 'x', sdk: '^9'`),
      loud: `throw new Error('on purpose')`,
      silent: 'export default 7',
    });
    const { plugins, failures } = await load(contained);
    expect(plugins).toEqual([]);
    expect(failures.map(({ plugin, field }) => `${plugin} ${field}`)).toEqual([
      'loud undefined',
      'silent default',
      'wrong version',
      'wrong sdk',
    ]);
    expect(failures[0]!.problem).toMatch(/on purpose/);
  });

  it('is left behind when its module never gets ready', async () => {
    outside = await outsidePlugins({
      slow: 'await new Promise(() => setInterval(() => {}, 1000));',
      sound: moduleOf('sound'),
    });
    const { plugins, failures } = await load(contained, undefined, 3_000);
    expect(plugins.map(({ manifest }) => manifest.id)).toEqual(['sound']);
    expect(failures).toMatchObject([{ plugin: 'slow', problem: expect.stringMatching(/3 seconds/) }]);
  });

  it('brings its own modules and may not reach for ours', async () => {
    outside = await outsidePlugins({
      whole: {
        'plugin.js': moduleOf('whole', 'name').replace('import *', `import { name } from './lib/name.js';\nimport *`),
        'lib/name.js': `export const name = 'Whole';`,
        'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      },
      thief: moduleOf('thief').replace('import *', `import 'typeorm';\nimport *`),
    });
    const { plugins, failures } = await load(true);
    expect(plugins.map(({ manifest }) => manifest.name)).toEqual(['Whole']);
    expect(failures).toMatchObject([{ plugin: 'thief', problem: expect.stringMatching(/typeorm/) }]);
  });
});

describe('the copy of an outside plugin', () => {
  it('is made once for the same content, and anew for another', async () => {
    outside = await outsidePlugins({ parcels: moduleOf('parcels') });
    const copies = async () =>
      (await readdir(join(outside.dataDir, 'plugins'))).filter((name) => /^[0-9a-f]{16}$/.test(name));
    await Promise.all([load(false), load(false)]);
    expect(await copies()).toHaveLength(1);
    await writeFile(join(outside.folder, 'parcels/plugin.js'), moduleOf('parcels', `version: '1.1.0'`));
    const { plugins } = await load(false);
    expect(plugins[0]!.manifest.version).toBe('1.1.0');
    expect(await copies()).toHaveLength(2);
  });

  it('leaves out installed packages', async () => {
    outside = await outsidePlugins({ parcels: moduleOf('parcels') });
    await mkdir(join(outside.folder, 'parcels/node_modules/typeorm'), { recursive: true });
    await writeFile(join(outside.folder, 'parcels/node_modules/typeorm/index.js'), '');
    await load(false);
    const [copy] = (await readdir(join(outside.dataDir, 'plugins'))).filter((name) => /^[0-9a-f]{16}$/.test(name));
    expect(existsSync(join(outside.dataDir, 'plugins', copy!, 'parcels/plugin.js'))).toBe(true);
    expect(existsSync(join(outside.dataDir, 'plugins', copy!, 'parcels/node_modules'))).toBe(false);
  });

  it.each([
    ['a file elsewhere', '/etc/passwd', /passwd is a link that leads out/],
    ['a folder above', '..', /passwd is a link that leads out/],
    ['nothing', './nowhere', /passwd is a link that leads out/],
    ['a file of its own', './plugin.js', /passwd is a link\. Put a copy/],
  ])('is refused when a link leads to %s', async (_, target, problem) => {
    outside = await outsidePlugins({ parcels: moduleOf('parcels'), sound: moduleOf('sound') });
    await symlink(target, join(outside.folder, 'parcels/passwd'));
    const { plugins, failures } = await load(false);
    expect(plugins.map(({ manifest }) => manifest.id)).toEqual(['sound']);
    expect(failures).toMatchObject([{ plugin: 'parcels', problem: expect.stringMatching(problem) }]);
  });
});

describe('an icon', () => {
  it.each([
    ['runs a script', '<svg><script>alert(1)</script></svg>', /more than a drawing/],
    ['listens', '<svg onload="alert(1)"/>', /more than a drawing/],
    ['loads', '<svg><image href="https://example.test/a.png"/></svg>', /more than a drawing/],
    ['is a page', '<html><svg/></html>', /no SVG/],
    ['is huge', `<svg>${' '.repeat(70_000)}</svg>`, /larger than 64 KB/],
  ])('is refused when it %s', async (_, svg, problem) => {
    outside = await outsidePlugins({ parcels: { 'plugin.js': moduleOf('parcels'), 'icon.svg': svg } });
    const { failures } = await load(false);
    expect(failures).toMatchObject([{ field: 'listing.icon', problem: expect.stringMatching(problem) }]);
  });
});

describe('a folder that is named twice', () => {
  it('is one plugin', async () => {
    outside = await outsidePlugins({ parcels: moduleOf('parcels') });
    const { plugins, failures } = await load(false, [outside.folder, join(outside.folder, 'parcels')]);
    expect({ count: plugins.length, failures }).toEqual({ count: 1, failures: [] });
  });
});

describe('the plugins that come with the hub', () => {
  it('stay when an outside plugin takes their name', async () => {
    outside = await outsidePlugins({ connect: moduleOf('connect') });
    const { plugins, failures } = await loadPlugins({ pluginPaths: [outside.folder], dataDir: outside.dataDir });
    expect(plugins.filter(({ manifest }) => manifest.id === 'connect')).toMatchObject([{ bundled: true }]);
    expect(failures).toContainEqual({
      folder: join(outside.folder, 'connect'),
      plugin: 'connect',
      field: 'id',
      problem: expect.stringMatching(/'connect' is also the id of .*plugins\/connect/),
    });
  });

  it('are found by being there', async () => {
    outside = await outsidePlugins({});
    const { plugins } = await loadPlugins({ pluginPaths: [], dataDir: outside.dataDir });
    expect(plugins.map(({ manifest, contained }) => [manifest.id, contained])).toContainEqual(['connect', false]);
    expect(plugins[0]!.folder.startsWith(packageRoot)).toBe(true);
  });

  it('may run in a process of their own too', async () => {
    outside = await outsidePlugins({});
    const contained = ({ name }: { name: string }) => name === 'connect';
    const { plugins } = await loadPlugins({ pluginPaths: [], dataDir: outside.dataDir, contained });
    expect(plugins.map(({ manifest, contained }) => [manifest.id, contained])).toContainEqual(['connect', true]);
  });
});
