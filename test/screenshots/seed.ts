import type { INestApplication } from '@nestjs/common';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { type Act, Audit } from '../../src/accounts/audit.service.js';
import { StoresService } from '../../src/accounts/stores.service.js';
import { UsersService } from '../../src/accounts/users.service.js';
import { OUTLET, WHOLESALE } from '../../src/cli/demo/shops.js';
import { tellStory } from '../../src/cli/demo/story.js';
import type { Twin } from '../../src/cli/demo/twins.js';
import { Database } from '../../src/database/database.js';
import { SettingUp } from '../../src/installations/wizard/setting-up.service.js';

import { seedLogs } from './seed-logs.js';

export const PASSWORD = 'a plain test sentence';

export const EMAILS = {
  merchant: 'mia@fernandfig.example',
  staff: 'sam@patchbay.example',
  vendor: 'vera@plugworks.example',
  /** Has a store and nothing in it. */
  beginner: 'bea@beachwear.example',
};

export interface Seeded {
  accountId: number;
  storeId: number;
  /** An app of the merchant's other store, with a day of work behind it. */
  installationId: number;
  /** A line of its export log. */
  line: string;
  /** The address of the app that the walk has brought live. */
  app: string;
  /** The ledger of the demo's second store, and of its third. */
  outletLedger: number;
  wholesaleLedger: number;
}

export const NOBODY: Seeded = {
  accountId: 0,
  storeId: 0,
  installationId: 0,
  line: '',
  app: '',
  outletLedger: 0,
  wholesaleLedger: 0,
};

/** People and stores that the pictures show. Rooms add what theirs need. */
export async function seed(
  app: INestApplication,
  twins: Twin[],
): Promise<Omit<Seeded, 'app' | 'outletLedger' | 'wholesaleLedger'>> {
  const [accounts, users, stores, audit] = [
    app.get(AccountsService),
    app.get(UsersService),
    app.get(StoresService),
    app.get(Audit),
  ];
  const [merchant, vendor] = [await accounts.add('Fern & Fig Pty Ltd'), await accounts.add('Plugworks')];
  const add = (role: 'merchant' | 'vendor' | 'staff', name: string, email: string, accountId: number | null) =>
    users.add({ role, name, email, accountId, password: PASSWORD });
  const { user: staff } = await add('staff', 'Sam Okafor', EMAILS.staff, null);
  const { user: mia } = await add('merchant', 'Mia Tran', EMAILS.merchant, merchant.id);
  await add('merchant', 'Jordan Walsh', 'jordan@fernandfig.example', merchant.id);
  await add('vendor', 'Vera Lind', EMAILS.vendor, vendor.id);

  const sydney = await stores.add(merchant.id, { name: 'Fern & Fig', timeZone: 'Australia/Sydney', currency: 'AUD' });
  const auckland = await stores.add(merchant.id, {
    name: 'Fern & Fig Aotearoa',
    timeZone: 'Pacific/Auckland',
    currency: 'NZD',
  });

  const record = (act: Act) => audit.together(() => audit.record(act));
  await record({ by: staff, subject: `Account ${merchant.name}`, action: 'added', accountId: merchant.id });
  await record({
    by: mia,
    store: sydney,
    subject: `Store ${sydney.name} (#${sydney.id})`,
    action: 'changed',
    before: { timeZone: 'Australia/Brisbane', currency: 'AUD' },
    after: { timeZone: 'Australia/Sydney', currency: 'AUD' },
  });
  await record({
    by: staff,
    store: sydney,
    subject: `Store ${sydney.name} (#${sydney.id})`,
    action: 'visited by staff',
  });
  const beachwear = await accounts.add('Beachwear');
  await add('merchant', 'Bea Sands', EMAILS.beginner, beachwear.id);
  await stores.add(beachwear.id, { name: 'Beachwear', timeZone: 'Australia/Perth', currency: 'AUD' });
  for (const { manifest, sandbox, shop } of twins) {
    if (manifest.platform && !shop)
      await app.get(SettingUp).whole(sydney, manifest.id, sandbox.credentials, sandbox.answers ?? {});
  }
  return { accountId: merchant.id, storeId: sydney.id, ...(await seedLogs(app, auckland)) };
}

/** Everything that the demo shows in its further stores. */
export async function playDemo(app: INestApplication, twins: Twin[]): Promise<void> {
  const signIns = (['merchant', 'staff'] as const).map((role) => ({
    role,
    name: role,
    email: EMAILS[role],
    password: PASSWORD,
  }));
  const tell = (line: string) => process.stdout.write(`${line}\n`);
  await tellStory(app, { signIns, twins, stopping: new AbortController().signal, tell });
}

export async function furtherStores(app: INestApplication) {
  const rows = await app
    .get(Database)
    .query<{ id: number; store: string }>(
      "select i.id, s.name store from installations i join stores s on s.id = i.store_id where i.plugin = 'xero'",
    );
  const of = ({ name }: { name: string }) => rows.find(({ store }) => store === name)?.id ?? 0;
  return { outletLedger: of(OUTLET), wholesaleLedger: of(WHOLESALE) };
}
