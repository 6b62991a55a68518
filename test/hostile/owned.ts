import { Bookkeepers } from '../../src/accounts/bookkeepers/bookkeepers.service.js';
import { UsersService } from '../../src/accounts/users.service.js';
import { AccessRequests } from '../../src/installations/advanced/access-requests.service.js';
import { Configuration } from '../../src/installations/advanced/configuration.service.js';
import { Invitations } from '../../src/installations/connect/invitations.service.js';
import type { Installation } from '../../src/installations/installation.entity.js';
import { InstallationLife } from '../../src/installations/installation-life.service.js';
import { SetUpRequests } from '../../src/installations/set-up/set-up-requests.service.js';
import { Letters } from '../../src/letters/letters.service.js';
import { Morning } from '../../src/letters/morning.service.js';
import { Shares } from '../../src/peers/shares.service.js';
import { PluginRegistry } from '../../src/plugins/plugin-registry.js';
import { type Merchant, PASSWORD } from '../support/hub.js';
import type { ShopHub } from './shop-hub.js';

/** Words that stand nowhere but in what belongs to the owner. */
export const MARKS = ['Zephyrine', 'zephyrine', 'fernandfig', 'Fern &amp; Fig'];

export interface Owned {
  owner: Merchant;
  shop: Installation;
  stock: Installation;
  /** What a route's parameter names, each with something real of the owner's. */
  params: Record<string, string | number>;
  /** Every field with which a form could name something of the owner's. */
  form: Record<string, string>;
}

/** A merchant who has one of everything, and whose installations stand still from then on. */
export async function settleIn(house: ShopHub): Promise<Owned> {
  const { hub, database } = house;
  const owner = await hub.merchant('Zephyrine Botanics');
  const { shop, stock } = await house.furnish(owner);
  const life = hub.app.get(InstallationLife);
  await life.rename(stock, 'Zephyrine stockroom', owner.user.id);
  await house.run(owner, stock, 'export-invoices');
  await house.run(owner, shop, 'import-products');
  for (const it of [shop, stock]) await life.pause(it, undefined, owner.user.id);
  const { user: colleague } = await hub.app.get(UsersService).add({
    role: 'merchant',
    name: 'Zephyrine colleague',
    email: 'colleague@zephyrine.example',
    accountId: owner.user.accountId,
    password: PASSWORD,
  });
  await hub.app.get(Shares).offer(owner.store.id, owner.user.id);
  const [share] = await hub.app.get(Shares).of(owner.store.id);
  const books = hub.app.get(Bookkeepers);
  const { user: bookkeeper } = await hub.bookkeeper('Zephyrine books');
  await books.invite(owner.user.accountId!, owner.user, 'zephyrine@books.example');
  const token = await hub.app.get(Invitations).create(stock, owner.user.id);
  await hub.app.get(Configuration).create(stock, owner.user);
  await hub.app.get(AccessRequests).ask(stock, owner.user, 'Zephyrine reasons');
  const { manifest } = hub.app.get(PluginRegistry).get('unleashed')!;
  await hub.app.get(SetUpRequests).ask(owner.store, manifest, owner.user, 'Zephyrine: ring us');
  const letter = { subject: 'Zephyrine', intro: 'Zephyrine', sections: [], action: { label: 'Zephyrine', href: '/' } };
  const occasion = { storeId: owner.store.id, store: 'Zephyrine', kind: 'morning' as const, name: '2026-11-22' };
  await database.transaction((tx) => hub.app.get(Letters).write(tx, occasion, letter));
  // Before anything is compared, or it would be planned in the middle of it.
  await hub.app.get(Morning).write();
  const stop = await database.one<{ token: string }>(
    'select token from letter_preferences where store_id = ? and user_id = ?',
    [owner.store.id, owner.user.id],
  );
  const written = await database.one<{ id: number }>('select id from letters where store_id = ? and user_id = ?', [
    owner.store.id,
    owner.user.id,
  ]);
  const one = async (sql: string) => (await database.one<Record<string, number>>(sql, [owner.store.id, stock.id]))!;
  const [invitation, exchange, run, line, imported, request, setUp] = await Promise.all([
    one('select id from invitations where store_id = ? and installation_id = ?'),
    one('select id from exchanges where store_id = ? and installation_id = ? order by id desc limit 1'),
    one('select id from runs where store_id = ? and installation_id = ? order by id desc limit 1'),
    one("select record_id from outbox where store_id = ? and installation_id = ? and state = 'exported' limit 1"),
    one('select run_id, seq, row_no from import_log where store_id = ? and installation_id = ? limit 1'),
    one('select id from access_requests where store_id = ? and installation_id = ?'),
    one('select id from set_up_requests where store_id = ?'),
  ]);
  const { id } = stock;
  return {
    owner,
    shop,
    stock,
    params: {
      'installations:id': id,
      'exports:id': id,
      'imports:id': id,
      'runs:id': run.id!,
      'stores:id': owner.store.id,
      'accounts:id': owner.user.accountId!,
      'people:id': colleague.id,
      'plugins:id': 'neto',
      plugin: 'neto',
      number: 3,
      task: 'export-invoices',
      map: 'warehouses',
      mapping: 'products',
      type: 'product',
      field: 'taxedCode',
      'access-requests:id': request.id!,
      'set-ups:id': setUp.id!,
      request: request.id!,
      version: 1,
      invitation: invitation.id!,
      share: share!.id,
      exchange: exchange.id!,
      record: line.record_id!,
      run: imported.run_id!,
      seq: imported.seq!,
      row: imported.row_no!,
      connection: shop.connectionId!,
      webhook: 'order-notification',
      token,
      'stop:token': stop!.token,
      letter: written!.id,
      'bookkeeping:token': await books.invite(owner.user.accountId!, owner.user, null),
      'bookkeepers:id': bookkeeper.id,
    },
    form: {
      name: 'Mine now',
      confirm: 'Zephyrine stockroom',
      again: String(id),
      plugin: 'unleashed',
      store: String(owner.store.id),
      storeId: String(owner.store.id),
      installation: String(id),
      app: String(id),
      account: String(owner.user.accountId),
      accountId: String(owner.user.accountId),
      lines: `${id}/export-invoices/${line.record_id}`,
      tasks: 'import-products',
      task: 'import-products',
      schedule: 'every 5 minutes',
      scope: 'filter',
      note: 'Mine now',
      warehouses: 'MAIN',
      id: 'evil',
      key: 'evil',
      reason: 'Mine now',
      act: 'open',
      contact: 'Mine now',
      state: 'done',
      answer: 'Mine now',
    },
  };
}
