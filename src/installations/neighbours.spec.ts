import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import parcelly from '../../test/plugins/parcelly/plugin.js';
import type { Merchant } from '../../test/support/hub.js';
import { lockWaits } from '../../test/support/lock-waits.js';
import { StoresService } from '../accounts/stores.service.js';
import { activateStep, connectStep, type Plugin, SHARES_CONNECTION, Step, Text } from '../sdk/index.js';
import { InstallationLife } from './installation-life.service.js';
import { type House, startHouse } from './test/house.js';

const PREFIX = { required: false, maxLength: 10, pattern: '^[\\w-]*$', distinct: 'connection' as const };

@Step({ title: 'Numbers' })
class Numbers {
  @Text({ label: 'Book' })
  book!: string;

  @Text({ label: 'Prefix', ...PREFIX, when: { [SHARES_CONNECTION]: true } })
  prefix?: string;
}

class Advanced {
  @Text({ label: 'Prefix', ...PREFIX, numbers: 'export-invoices/main' })
  prefix?: string;
}

/** An app of which two shops may share one set of books. */
const ledgerly: Plugin = {
  ...parcelly,
  id: 'ledgerly',
  name: 'Ledgerly',
  requires: [],
  workflows: {},
  valueMaps: [],
  webhooks: [],
  tasks: parcelly.tasks!.filter(({ id }) => id === 'export-invoices'),
  mappings: [],
  statements: {},
  wizard: [connectStep(), Numbers, activateStep()],
  advanced: Advanced,
};

let house: House;
let mia: Merchant;
beforeAll(async () => {
  house = await startHouse({}, [ledgerly]);
});
afterAll(() => house?.stop());
beforeEach(async () => {
  // The twin has one set of books only: those of an earlier test are others.
  await house.database.run("update connections set tenant_key = uuid() where plugin = 'ledgerly'");
  mia = await house.hub.merchant();
});

const life = () => house.hub.app.get(InstallationLife);

/** A store of Mia's with Ledgerly connected; the books are the same for all of them. */
async function ledger(
  name: string,
): Promise<{ id: number; see(): Promise<string>; answer(fields: object): Promise<string | number> }> {
  const store = await house.hub.app
    .get(StoresService)
    .add(mia.user.accountId!, { name, timeZone: 'Australia/Sydney', currency: 'AUD' });
  await mia.browser.post(`/stores/${store.id}/visit`);
  const shop = await life().install(store, 'shopfront');
  await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
  const { id } = await life().install(store, 'ledgerly');
  await mia.browser.post(`/installations/${id}/steps/1`, { ...house.twin.credentials });
  return {
    id,
    see: async () => (await mia.browser.get(`/installations/${id}/steps/2`)).text,
    answer: async (fields) => {
      const { status, location, text } = await mia.browser.post(`/installations/${id}/steps/2`, {
        book: 'A',
        ...fields,
      });
      return status === 303 ? location! : text;
    },
  };
}

/** Both forms are looked at while nobody can write yet; they are saved in the same moment. */
async function atOnce<T>(ids: number[], ...sendings: (() => Promise<T>)[]): Promise<T[]> {
  const { database } = house;
  const sent = await database.transaction(async (tx) => {
    await tx.query('select id from installations where id in (?) for update', [ids]);
    const all = sendings.map((send) => send());
    await lockWaits((sql) => database.query(sql), sendings.length);
    return all;
  });
  return Promise.all(sent);
}

const setAdvanced = (id: number, advanced: object) =>
  house.database.run('update installations set advanced = ? where id = ?', [JSON.stringify(advanced), id]);

describe('what must differ between stores that share a connection', () => {
  it('is asked for only by the second one, with something from the store’s name filled in', async () => {
    const first = await ledger('Fern & Fig');
    expect(await first.see()).not.toContain('name="prefix"');
    expect(await first.answer({ prefix: 'never asked' })).toBe(`/installations/${first.id}/steps/3`);
    const second = await ledger('Kōwhai Plants & Co');
    const page = await second.see();
    expect(page).toMatch(/name="prefix"[^>]* value="KWPC-"/);
    expect(await second.answer({ prefix: 'KWPC-' })).toBe(`/installations/${second.id}/steps/3`);
  });

  it('must not be the same, nothing at all included, whoever says it where', async () => {
    const first = await ledger('First');
    const second = await ledger('Second');
    expect(await second.answer({ prefix: '' })).toContain('Prefix: First has none either, and feeds the same company.');
    await setAdvanced(first.id, { prefix: 'X-' });
    expect(await second.answer({ prefix: 'X-' })).toContain('Prefix: First uses “X-”, and feeds the same company.');
    expect(await second.answer({ prefix: '' })).toBe(`/installations/${second.id}/steps/3`);
  });

  it('is not taken by two in the same moment: the slower one is told', async () => {
    const [first, second, third] = [await ledger('First'), await ledger('Second'), await ledger('Third')];
    await setAdvanced(first.id, { prefix: 'F-' });
    const both = await atOnce(
      [second.id, third.id],
      () => second.answer({ prefix: 'X-' }),
      () => third.answer({ prefix: 'X-' }),
    );
    const onward = both.filter((one) => String(one).endsWith('/steps/3'));
    expect(onward).toHaveLength(1);
    const refused = both.find((one) => one !== onward[0]);
    expect(refused).toMatch(/Prefix: (Second|Third) uses “X-”, and feeds the same company\. Choose one that differs\./);
  });

  it('is not taken by two in the advanced configuration either', async () => {
    const [first, second] = [await ledger('First'), await ledger('Second')];
    await second.answer({ prefix: 'S-' });
    const configure = async ({ id }: { id: number }) => {
      await house.database.run('update installations set advanced_open = 1 where id = ?', [id]);
      await mia.browser.post(`/installations/${id}/advanced`);
      return () => mia.browser.patch(`/installations/${id}/advanced`, { _version: '1', prefix: 'X-' });
    };
    const answers = await atOnce([first.id, second.id], await configure(first), await configure(second));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(answers.find(({ status }) => status === 422)!.text).toContain('uses “X-”, and feeds the same company.');
  });

  it('is shown in the advanced configuration as the wizard’s, as long as that one says nothing', async () => {
    await ledger('First');
    const { id, answer } = await ledger('Second');
    await answer({ prefix: 'S-' });
    await house.database.run('update installations set advanced_open = 1 where id = ?', [id]);
    await mia.browser.post(`/installations/${id}/advanced`);
    const shown = async () => (await mia.browser.get(`/installations/${id}/advanced`)).text;
    expect(await shown()).toMatch(/Holds now: <strong>S-<\/strong> from the wizard’s step “Numbers”/);
    await setAdvanced(id, { prefix: 'X-' });
    expect(await shown()).toMatch(/Instead of <strong>S-<\/strong> from the wizard’s step “Numbers”/);
  });

  it('is suggested anew where the first idea is taken', async () => {
    await ledger('Fern');
    const second = await ledger('Fern Farm');
    await second.answer({ prefix: 'FF-' });
    const third = await ledger('Fig Farm');
    expect(await third.see()).toMatch(/name="prefix"[^>]* value="FF2-"/);
  });

  it('must differ from a store of another merchant who feeds the same books, whose name is nobody’s business', async () => {
    await ledger('Fern');
    mia = await house.hub.merchant();
    const other = await ledger('Somebody else’s');
    expect(await other.see()).toContain('name="prefix"');
    const refused = await other.answer({ prefix: '' });
    expect(refused).toContain('Prefix: A store of another merchant has none either, and feeds the same company.');
    expect(await other.answer({ prefix: 'SE-' })).toBe(`/installations/${other.id}/steps/3`);
  });

  it('is nobody else’s business while the books are their own', async () => {
    await ledger('Fern');
    await house.database.run("update connections set tenant_key = uuid() where plugin = 'ledgerly'");
    mia = await house.hub.merchant();
    const other = await ledger('Somebody else’s');
    expect(await other.see()).not.toContain('name="prefix"');
  });
});

describe('a prefix that numbers have left under', () => {
  let shipments = 0;
  const sent = (id: number, part: string, reference: string) =>
    house.database.run(
      `insert into shipments (store_id, id, installation_id, connection_id, task, part, reference, app_key, payload, steps, done, state,
         created_at, changed_at)
       select store_id, ?, id, connection_id, 'export-invoices', ?, ?, uuid(), '{}', '[]', '{}', 'done', now(), now()
       from installations where id = ?`,
      [++shipments, part, reference, id],
    );

  it('is changed in the wizard, too, only by whoever has read which they are', async () => {
    await ledger('First');
    const second = await ledger('Second');
    await second.answer({ prefix: 'S-' });
    for (const [part, number] of [
      ['main', 'S-N1'],
      ['main', 'S-N2'],
      ['over', 'S-N9'],
    ] as const)
      await sent(second.id, part, number);
    const asked = await second.answer({ prefix: 'T-' });
    expect(asked).toContain(
      '2 went out before, such as S-N2, S-N1, and keep their numbers. The next one looks like T-N2.',
    );
    expect(await second.answer({ prefix: 'S-' })).toBe(`/installations/${second.id}/steps/3`);
    expect(await second.answer({ prefix: 'T-', _pass: 'true' })).toBe(`/installations/${second.id}/steps/3`);
  });

  it('may come from the wizard, and is known in the advanced configuration all the same', async () => {
    await ledger('First');
    const second = await ledger('Second');
    await second.answer({ prefix: 'S-' });
    await sent(second.id, 'main', 'S-N1');
    await house.database.run('update installations set advanced_open = 1 where id = ?', [second.id]);
    await mia.browser.post(`/installations/${second.id}/advanced`);
    const wish = { _version: '1', prefix: 'Z-' };
    const { status, text } = await mia.browser.patch(`/installations/${second.id}/advanced`, wish);
    expect([status, text]).toEqual([422, expect.stringContaining('“S-” becomes “Z-”')]);
    expect(text).toContain('The next one looks like <code>Z-N1</code>');
  });
});
