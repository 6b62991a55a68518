import { expect, it } from 'vitest';
import { Settings, WrongSettings } from './settings.js';

it('has a sensible default for everything', () => {
  const settings = Settings.from({});
  expect(settings.port).toBe(3000);
  expect(settings.roles).toEqual(['web', 'worker']);
  expect(settings.databaseUrl).toBeUndefined();
});

it('reads numbers and lists from the environment', () => {
  const settings = Settings.from({
    PORT: '8080',
    ROLES: 'worker',
    ENDPOINTS: 'a.example=http://127.0.0.1:1,b=http://x',
  });
  expect(settings.port).toBe(8080);
  expect(settings.roles).toEqual(['worker']);
  expect(settings.endpoints).toHaveLength(2);
});

it('names every wrong setting at once and says what it should be', () => {
  const load = () => Settings.from({ PORT: 'many', DATABASE_URL: 'postgres://x', ROLES: 'web,king' });
  expect(load).toThrow(WrongSettings);
  expect(load).toThrow(
    /PORT must be a whole number[\s\S]*ROLES may name web and worker|DATABASE_URL must look like mysql/,
  );
});

it('takes clients and signing keys of apps, and never says them in a complaint', () => {
  const settings = Settings.from({ OAUTH_CLIENTS: 'ledger=id:se:cr=et,other=a:b', WEBHOOK_KEYS: 'ledger=k=ey' });
  expect(settings.oauthClients).toEqual(['ledger=id:se:cr=et', 'other=a:b']);
  expect(settings.webhookKeys).toEqual(['ledger=k=ey']);
  const load = () => Settings.from({ OAUTH_CLIENTS: 'ledger:secret-4711', WEBHOOK_KEYS: 'secret-4711' });
  expect(load).toThrow(/OAUTH_CLIENTS must be plugin=id:secret pairs[\s\S]*WEBHOOK_KEYS must be plugin=key pairs/);
  expect(load).not.toThrow(/4711/);
});

it('takes an empty variable for an unset one', () => {
  expect(Settings.from({ PORT: '', DATABASE_URL: '' }).port).toBe(3000);
});
