import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClockModule } from '../clock/clock.js';
import type { PluginFailure } from './failure.js';
import { PluginRegistry } from './plugin-registry.js';
import { PluginsModule } from './plugins.module.js';
import { broken, hopeless, importing } from './test/broken/index.js';
import { moduleOf, outsidePlugins } from './test/outside-plugins.js';

const folderOf = (kind: string, at: number) => `${kind}-${at}`;

describe('a hub with every kind of broken plugin', () => {
  let outside: Awaited<ReturnType<typeof outsidePlugins>>;
  let registry: PluginRegistry;
  let close: () => Promise<void>;

  const failuresOf = (name: string): PluginFailure[] => registry.failures().filter(({ plugin }) => plugin === name);

  beforeAll(async () => {
    outside = await outsidePlugins({
      sound: moduleOf('sound'),
      ...Object.fromEntries(
        broken.map(([, more], at) => [folderOf('broken', at), moduleOf(folderOf('broken', at), more)]),
      ),
      ...Object.fromEntries(hopeless.map(([, files], at) => [folderOf('hopeless', at), files])),
    });
    const settings = { pluginPaths: [outside.folder, '/nowhere/at/all'], dataDir: outside.dataDir };
    const hub = await Test.createTestingModule({
      imports: [ClockModule, PluginsModule.with(settings, { bundled: false, contained: () => false })],
    }).compile();
    close = () => hub.close();
    registry = hub.get(PluginRegistry);
  });

  afterAll(async () => {
    await close?.();
    await outside?.remove();
  });

  it('starts, with those that are sound', () => {
    expect(registry.all().map(({ manifest }) => manifest.id)).toEqual(['sound']);
    expect(registry.get('sound')).toBeDefined();
    expect(registry.get('broken-0')).toBeUndefined();
  });

  it.each(broken.map(([what, , field, problem], at) => ({ what, field, problem, at })))(
    'names the field where it finds $what',
    ({ field, problem, at }) => {
      const failures = failuresOf(folderOf('broken', at));
      const { problem: said } = failures.find((failure) => failure.field === field) ?? {};
      expect(said, JSON.stringify(failures)).toMatch(problem);
    },
  );

  it.each(hopeless.map(([what, , problem], at) => ({ what, problem, at })))(
    'says so when one $what',
    ({ problem, at }) => {
      expect(failuresOf(folderOf('hopeless', at)).map((failure) => failure.problem)).toEqual([
        expect.stringMatching(problem),
      ]);
    },
  );

  it('names a folder of PLUGIN_PATHS that is not there', () => {
    expect(registry.failures()).toContainEqual({
      folder: '/nowhere/at/all',
      problem: 'PLUGIN_PATHS names this folder, but it is not there.',
    });
  });
});

describe('several problems of one plugin', () => {
  it('are told at once', async () => {
    const outside = await outsidePlugins({
      many: moduleOf('many', `version: 'x', sdk: 'y', hosts: ['a b'], ${importing(`schedule: 'z', after: ['none']`)}`),
    });
    const hub = await Test.createTestingModule({
      imports: [
        ClockModule,
        PluginsModule.with(
          { pluginPaths: [outside.folder], dataDir: outside.dataDir },
          { bundled: false, contained: () => false },
        ),
      ],
    }).compile();
    const fields = hub
      .get(PluginRegistry)
      .failures()
      .map(({ field }) => field);
    expect(fields).toEqual(['version', 'sdk', 'hosts[0]', 'tasks[0].schedule', 'tasks[0].after[0]']);
    await hub.close();
    await outside.remove();
  });
});

describe('two plugins of one id', () => {
  it('are both named, and neither is taken; nor is what requires them', async () => {
    const one = await outsidePlugins({ twin: moduleOf('twin'), friend: moduleOf('friend', `requires: ['twin']`) });
    const two = await outsidePlugins({ twin: moduleOf('twin') });
    const hub = await Test.createTestingModule({
      imports: [
        ClockModule,
        PluginsModule.with(
          { pluginPaths: [one.folder, two.folder], dataDir: one.dataDir },
          { bundled: false, contained: () => false },
        ),
      ],
    }).compile();
    const registry = hub.get(PluginRegistry);
    expect(registry.all()).toEqual([]);
    const told = registry.failures().map(({ plugin, field, problem }) => `${plugin} ${field}: ${problem}`);
    expect(told.toSorted()).toEqual(
      [
        `twin id: 'twin' is also the id of ${two.folder}/twin`,
        `twin id: 'twin' is also the id of ${one.folder}/twin`,
        `friend requires[0]: needs the addon 'twin', which is not here`,
      ].toSorted(),
    );
    await hub.close();
    await one.remove();
    await two.remove();
  });
});
