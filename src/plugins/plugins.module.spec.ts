import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClockModule } from '../clock/clock.js';
import { packageRoot } from '../web/package-root.js';
import { CallDesk } from './call-desk.js';
import type { LoadedPlugin } from './loaded-plugin.js';
import { pluginToken } from './plugin.module.js';
import { PluginRegistry } from './plugin-registry.js';
import { PluginsModule } from './plugins.module.js';
import { facts } from './test/lab.js';
import { outsidePlugins } from './test/outside-plugins.js';

// Compiled, as a vendor would hand it over.
const parcelly = join(packageRoot, 'dist/test/plugins/parcelly');

describe.each([
  ['in this process', false],
  ['in a process of its own', true],
])('Parcelly from PLUGIN_PATHS, %s', (_, contained) => {
  let outside: Awaited<ReturnType<typeof outsidePlugins>>;
  let hub: NestExpressApplication;
  let plugin: LoadedPlugin;

  beforeAll(async () => {
    outside = await outsidePlugins({});
    const settings = { pluginPaths: [parcelly], dataDir: outside.dataDir };
    const module = await Test.createTestingModule({
      imports: [ClockModule, PluginsModule.with(settings, { bundled: false, contained: () => contained })],
    }).compile();
    hub = module.createNestApplication<NestExpressApplication>({ logger: false });
    await hub.listen(0, '127.0.0.1');
    plugin = hub.get<LoadedPlugin>(pluginToken('parcelly'));
  });

  afterAll(async () => {
    await hub?.close();
    await outside?.remove();
  });

  it('is a module of the application, and in the registry', () => {
    const registry = hub.get(PluginRegistry);
    expect(registry.failures()).toEqual([]);
    expect(registry.get('parcelly')).toBe(plugin);
    expect(plugin.manifest).toMatchObject({ name: 'Parcelly', pickLists: ['depots'], creates: ['item'] });
    expect(plugin.contained).toBe(contained);
  });

  it('connects to its own sandbox, and works with it', async () => {
    const desk = hub.get(CallDesk);
    const sandbox = await plugin.sandbox!({ products: 3 });
    const { signedRequest } = await import('../sdk/runtime/index.js');
    const during = <T>(work: Parameters<typeof desk.during<T>>[2]) =>
      desk.during(
        {
          async http(request) {
            const { url, ...init } = signedRequest(plugin.manifest, sandbox.credentials, request);
            const response = await sandbox.handle(new Request(url, init));
            const headers = Object.fromEntries(response.headers);
            return { status: response.status, headers, body: await response.text(), exchange: 1 };
          },
        },
        facts,
        work,
      );
    expect(await during((call) => plugin.calls.check(call, 0))).toEqual({ key: 'acc-1', name: 'Fern & Fig' });
    expect(sandbox.revision).toBe(0);
    expect(await during((call) => plugin.calls.create(call, 'item', 'WRAP'))).toBe('WRAP');
    expect(sandbox.revision).toBe(1);
    expect(JSON.stringify(await sandbox.snapshot())).toContain('WRAP');
  });

  it('shows its icon as a drawing that can do nothing', async () => {
    const icon = await fetch(`${await hub.getUrl()}/plugins/parcelly/icon.svg`);
    expect(icon.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(icon.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await icon.text()).toContain('<svg');
    expect((await fetch(`${await hub.getUrl()}/plugins/nothing/icon.svg`)).status).toBe(404);
  });
});
