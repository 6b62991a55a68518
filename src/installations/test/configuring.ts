import { afterAll, beforeAll } from 'vitest';
import type { Browser, Page } from '../../../test/support/browser.js';
import type { Merchant } from '../../../test/support/hub.js';
import { stockUp } from '../../mappings/test/goods.js';
import { Lab } from '../../mappings/test/lab.js';

/** What the form holds while nothing is changed. */
const AS_IT_COMES = { prefix: 'C-', days: '30', shipping: '', lane: '' };

export const page = (id: number) => `/installations/${id}/advanced`;
export const access = (id: number) => `/staff/installations/${id}/access`;

/** A hub with an addon that can be configured, and somebody of its staff. */
export function configuring() {
  let lab: Lab;
  let staff: Browser;

  beforeAll(async () => {
    lab = await Lab.open();
    stockUp(lab);
    staff = (await lab.hub.staff()).browser;
  });
  afterAll(() => lab?.stop());

  /** An installation that is opened to its merchant and has a version of its own. */
  async function opened(): Promise<{ id: number; owner: Merchant }> {
    const owner = await lab.hub.merchant();
    const id = await lab.install(owner, 'crates');
    await staff.post(access(id));
    await owner.browser.post(page(id));
    return { id, owner };
  }

  async function save(browser: Browser, id: number, fields: Record<string, string>, version?: number): Promise<Page> {
    const _version = String(version ?? (await last(id)));
    return browser.patch(page(id), { ...AS_IT_COMES, ...fields, _version });
  }

  const last = async (id: number): Promise<number> =>
    (await lab.database.query('select 1 from advanced_versions where installation_id = ?', [id])).length;

  const held = async (id: number) =>
    (await lab.database.one<{ advanced: Record<string, unknown> }>('select advanced from installations where id = ?', [
      id,
    ]))!.advanced;

  const trail = () =>
    lab.database.one<{ action: string; user_name: string; on_behalf: number; on_behalf_of: string | null }>(
      'select action, user_name, on_behalf, on_behalf_of from audit_entries order by id desc limit 1',
    );

  return {
    get lab() {
      return lab;
    },
    get staff() {
      return staff;
    },
    opened,
    save,
    last,
    held,
    trail,
  };
}
