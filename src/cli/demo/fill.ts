import type { INestApplicationContext } from '@nestjs/common';
import { AccountsService } from '../../accounts/accounts.service.js';
import { StoresService } from '../../accounts/stores.service.js';
import { UsersService } from '../../accounts/users.service.js';
import { SettingUp } from '../../installations/wizard/setting-up.service.js';
import { FIRST_SHOP } from './shops.js';
import type { SignIn } from './sign-ins.js';
import type { Twin } from './twins.js';

/** Fills an empty hub: three people, a shop, and the shop's own platform, connected. A hub that has people is left alone. */
export async function fillHub(hub: INestApplicationContext, signIns: SignIn[], twins: Twin[]): Promise<void> {
  const users = hub.get(UsersService);
  if (await users.anybody()) return;
  const accounts = hub.get(AccountsService);
  const { id: merchant } = await accounts.add('Fern & Fig');
  const { id: vendor } = await accounts.add('Plugworks');
  const home = { merchant, vendor, staff: null };
  for (const { role, name, email, password } of signIns)
    await users.add({ role, name, email, password, accountId: home[role] });
  const store = await hub
    .get(StoresService)
    .add(merchant, { name: FIRST_SHOP, timeZone: 'Australia/Sydney', currency: 'AUD' });
  for (const { manifest, sandbox, shop } of twins) {
    if (manifest.platform && !shop)
      await hub.get(SettingUp).whole(store, manifest.id, sandbox.credentials, sandbox.answers ?? {});
  }
}
