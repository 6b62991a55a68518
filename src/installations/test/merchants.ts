import type { Merchant } from '../../../test/support/hub.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import type { House } from './house.js';

/** What Parcelly's first step takes. */
export const ANSWERS = {
  workflow: 'full',
  startDate: '2026-07-01',
  mode: 'single',
  sender: 'Fern',
  copies: '2',
  insuredFrom: '150.00',
};

/** A merchant's own Parcelly at its first step, with all that it stands on. */
export class Parcelly {
  private constructor(
    readonly house: House,
    readonly merchant: Merchant,
    readonly id: number,
    readonly shopId: number,
  ) {}

  static async begun(house: House, merchant: Merchant): Promise<Parcelly> {
    const life = house.hub.app.get(InstallationLife);
    await life.install(merchant.store, 'base');
    const shop = await life.install(merchant.store, 'shopfront');
    await merchant.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
    return new Parcelly(house, merchant, (await life.install(merchant.store, 'parcelly')).id, shop.id);
  }

  static async connected(house: House, merchant: Merchant): Promise<Parcelly> {
    const parcelly = await Parcelly.begun(house, merchant);
    await parcelly.answer(1);
    await parcelly.connect();
    return parcelly;
  }

  static async activated(house: House, merchant: Merchant): Promise<Parcelly> {
    const parcelly = await Parcelly.connected(house, merchant);
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    return parcelly;
  }

  step(number: number): string {
    return `/installations/${this.id}/steps/${number}`;
  }

  /** As it stands in the database now. */
  async now(): Promise<Installation> {
    return (await this.house.hub.app.get(InstallationLife).byId(this.id))!;
  }

  see(number: number) {
    return this.merchant.browser.get(this.step(number));
  }

  answer(number: number, fields: Record<string, string> = ANSWERS) {
    return this.merchant.browser.post(this.step(number), fields);
  }

  connect(credentials: Record<string, string> = {}) {
    return this.answer(2, { ...this.house.twin.credentials, ...credentials });
  }

  runs() {
    return this.house.database.query<{ task: string; started_by: string; state: string }>(
      'select task, started_by, state from runs where installation_id = ? order by id',
      [this.id],
    );
  }
}
