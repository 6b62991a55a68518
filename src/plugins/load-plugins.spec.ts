import { afterEach, describe, expect, it } from 'vitest';
import { loadPlugins } from './load-plugins.js';
import { moduleOf, outsidePlugins } from './test/outside-plugins.js';

let outside: Awaited<ReturnType<typeof outsidePlugins>>;
afterEach(() => outside?.remove());

async function load(plugins: Parameters<typeof outsidePlugins>[0], contained: boolean) {
  outside = await outsidePlugins(plugins);
  return loadPlugins({
    pluginPaths: [outside.folder],
    dataDir: outside.dataDir,
    bundled: false,
    contained: () => contained,
  });
}

describe.each([
  ['in this process', false],
  ['in a process of its own', true],
])('a plugin from outside, %s', (_, contained) => {
  it('is found by its folder', async () => {
    const { plugins, failures } = await load({ parcels: moduleOf('parcels') }, contained);
    expect(failures).toEqual([]);
    expect(plugins.map(({ manifest }) => manifest.id)).toEqual(['parcels']);
  });
});
