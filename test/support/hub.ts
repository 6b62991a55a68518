import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import type { Store } from '../../src/accounts/store.entity.js';
import { type NewStore, StoresService } from '../../src/accounts/stores.service.js';
import type { Role, User } from '../../src/accounts/user.entity.js';
import { UsersService } from '../../src/accounts/users.service.js';
import { createApp } from '../../src/app.js';
import { migrate } from '../../src/migrate.js';
import type { PluginOptions } from '../../src/plugins/plugins.module.js';
import { Settings } from '../../src/settings/settings.js';
import { Browser } from './browser.js';
import { testDatabase } from './database.js';
import { listen } from './whole-hub.js';

export const PASSWORD = 'a plain test sentence';

/** The whole hub in this process, on a free port and a fresh database. `stop` it in `afterAll`. */
export async function startHub(env: Record<string, string> = {}, plugins: PluginOptions = {}): Promise<Hub> {
  const database = await testDatabase();
  await migrate(database.url);
  const settings = Settings.from({ LOG_LEVEL: 'silent', PORT: '0', ...env });
  const app = await createApp(settings, { databaseUrl: database.url, plugins });
  return new Hub(app, await listen(app), database.drop);
}

export interface Merchant {
  user: User;
  store: Store;
  browser: Browser;
}

export class Hub {
  private people = 0;

  constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  /** Somebody who has not signed in. */
  stranger(): Browser {
    return new Browser(this.url);
  }

  /** A merchant with an account and a store, signed in. */
  async merchant(name = 'Fern & Fig', store: Partial<NewStore> = {}): Promise<Merchant> {
    const account = await this.app.get(AccountsService).add(name);
    const given = { name, timeZone: 'Australia/Sydney', currency: 'AUD', ...store };
    const added = await this.app.get(StoresService).add(account.id, given);
    const { user, browser } = await this.person('merchant', account.id);
    return { user, store: added, browser };
  }

  async staff(): Promise<{ user: User; browser: Browser }> {
    return this.person('staff', null);
  }

  async vendor(name = 'Plugworks'): Promise<{ user: User; browser: Browser }> {
    return this.person('vendor', (await this.app.get(AccountsService).add(name)).id);
  }

  /** Somebody who does books; whose, is for others to say. */
  async bookkeeper(name = 'Ledgerworks'): Promise<{ user: User; browser: Browser }> {
    return this.person('bookkeeper', (await this.app.get(AccountsService).add(name)).id);
  }

  async person(role: Role, accountId: number | null): Promise<{ user: User; browser: Browser }> {
    const email = `${role}${++this.people}@example.com`;
    const { user } = await this.app
      .get(UsersService)
      .add({ role, name: `Mia ${role}`, email, accountId, password: PASSWORD });
    const browser = this.stranger();
    await browser.signIn(email, PASSWORD);
    return { user, browser };
  }

  async stop(): Promise<void> {
    this.app.getHttpServer().closeAllConnections();
    await this.app.close();
    await this.dropDatabase();
  }
}
