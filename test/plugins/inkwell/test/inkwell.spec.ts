import { checkPlugin, pluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import inkwell from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';
import { OWN } from '../sandbox/registry.js';

checkPlugin(inkwell, it, { at: new URL('../plugin.ts', import.meta.url).href });

describe('a plugin that is connected by consent', () => {
  it('is tested with the organisation that was chosen, and never sees a token', async () => {
    const app = pluginUnderTest(inkwell, { tenant: 'org-moss' });
    expect(await app.tenants()).toMatchObject([{ key: 'org-fern' }, { key: 'org-moss', name: 'Moss Pty Ltd' }]);
    expect(await app.connect()).toMatchObject({
      tenant: { key: 'org-moss' },
      passed: ['Read the organisation', 'Read the items'],
    });
    expect(JSON.stringify(app.exchanges)).not.toMatch(/access-\d|refresh-\d/);
  });

  it('goes on when its token has expired', async () => {
    const sandbox = createSandbox({});
    const app = pluginUnderTest(inkwell, { sandbox });
    await app.connect();
    sandbox.registry.expire();
    expect((await app.pull('import-items')).records).toHaveLength(3);
    expect(sandbox.registry.refreshes).toBe(1);
  });

  it('may use a client of its own instead', async () => {
    const { tenant } = await pluginUnderTest(inkwell, { credentials: OWN }).connect();
    expect(tenant).toMatchObject({ key: 'org-fern' });
    const wrong = pluginUnderTest(inkwell, { credentials: { ...OWN, clientSecret: 'wrong' } });
    await expect(wrong.connect()).rejects.toThrow(/invalid_client/);
  });

  it('tells the app that it leaves', async () => {
    const sandbox = createSandbox({});
    const app = pluginUnderTest(inkwell, { sandbox });
    const [fern] = await app.tenants();
    await app.disconnect(fern!);
    expect(await app.tenants()).toMatchObject([{ key: 'org-moss' }]);
  });

  it('reads whose notification it is', async () => {
    const app = pluginUnderTest(inkwell);
    const body = JSON.stringify({ events: [{ organisation: 'org-fern', number: 7 }, 'x', {}] });
    expect(await app.events('changed', { headers: {}, body })).toEqual([
      { tenant: 'org-fern', eventId: '7', wakes: ['import-items'] },
    ]);
  });
});
