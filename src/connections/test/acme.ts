import { type Manifest, manifestOf } from '../../sdk/host/index.js';
import { apiKeys, definePlugin, hmac, type PluginDefinition, secret, text } from '../../sdk/index.js';

export const HOST = 'api.acme.example';
export const CREDENTIALS = { id: 'fern-and-fig', key: 'k3y/With+Signs&"quotes"' };

/** A plugin as far as this room looks at one. */
export function acme(more: Partial<PluginDefinition> = {}): Manifest {
  return manifestOf(
    definePlugin({
      id: 'acme',
      name: 'Acme',
      version: '1.0.0',
      sdk: '^1',
      listing: { summary: '', about: [], category: '', icon: 'icon.svg', moves: { in: [], out: [] } },
      hosts: [HOST],
      connection: apiKeys({
        fields: { id: text('API id', { pattern: '[a-z-]+' }), key: secret('API key', { maxLength: 80 }) },
        baseUrl: `https://${HOST}`,
        headers: { 'api-auth-id': '{id}', 'client-type': 'patchbay/hub' },
        sign: hmac('sha256', { over: 'query', key: 'key', header: 'api-auth-signature' }),
        checks: [],
      }),
      limits: { concurrent: 2 },
      ...more,
    }),
  );
}
