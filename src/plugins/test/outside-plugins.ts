import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

/** Folders of compiled plugins as somebody outside the hub has them; `remove` takes all of it away. */
export async function outsidePlugins(plugins: Record<string, Record<string, string> | string>) {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-plugins-'));
  const folder = join(home, 'outside');
  await mkdir(folder);
  for (const [name, files] of Object.entries(plugins)) {
    const written = typeof files === 'string' ? { 'plugin.js': files, 'icon.svg': ICON } : files;
    for (const [file, text] of Object.entries(written)) {
      await mkdir(dirname(join(folder, name, file)), { recursive: true });
      await writeFile(join(folder, name, file), text);
    }
  }
  return { folder, dataDir: join(home, 'data'), remove: () => rm(home, { recursive: true, force: true }) };
}

/** A plugin's module as text: a sound one, with these declarations in place of its own. */
export function moduleOf(id: string, declarations = ''): string {
  return `
    import * as sdk from 'patchbay/sdk';
    const { activateStep, apiKeys, connectStep, definePlugin, documentTask, fieldsOf, importTask, mapping, NeedsPerson, NoAnswer,
      Reconnect, stateTask, Step, text, transform, TryLater } = sdk;
    const products = mapping('products', 'product', {
      title: 'Products', remoteId: 'Id', rows: [{ from: 'Code', to: 'sku' }, { from: 'Name', to: 'name' }],
    });
    const sound = {
      id: '${id}', name: '${id}', version: '1.0.0', sdk: '^1',
      listing: { summary: 'Moves parcels', about: ['Parcels'], category: 'Shipping', icon: 'icon.svg', moves: { in: [], out: [] } },
    };
    export default definePlugin({ ...sound, ${declarations} });
  `;
}
