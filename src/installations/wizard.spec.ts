import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, startHouse } from './test/house.js';
import { ANSWERS, Parcelly } from './test/merchants.js';

let house: House;
let parcelly: Parcelly;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.stop());
beforeEach(() => {
  house.inTheWay.through = undefined;
});

describe('a step of questions', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.begun(house, await house.hub.merchant());
  });

  it('opens with what the plugin suggests', async () => {
    const { status, text } = await parcelly.see(1);
    expect(status).toBe(200);
    expect(text).toMatch(/value="full" checked/);
    expect(text).toMatch(/name="copies"[^>]* value="1"/);
    expect(text).toContain('Only invoices from this date on.');
  });

  it('keeps right answers as values and goes on', async () => {
    expect((await parcelly.answer(1)).location).toBe(parcelly.step(2));
    const { answers, step } = await parcelly.now();
    expect(answers).toEqual({ ...ANSWERS, copies: 2, fragile: false });
    expect(step).toBe(2);
  });

  it('says beside the field what is wrong and keeps what was typed', async () => {
    const { status, text } = await parcelly.answer(1, { ...ANSWERS, sender: 'fern', copies: 'many' });
    expect(status).toBe(422);
    expect(text).toMatch(/id="field-sender-error"[^>]*>.*begin with a capital letter/);
    expect(text).toMatch(/name="copies"[^>]* value="many"/);
    expect(text).toMatch(/name="sender"[^>]* value="fern"[^>]*aria-invalid="true"/s);
    expect((await parcelly.now()).answers).toEqual({});
  });

  it.each<Record<string, string>>([
    { 'sender[]': 'Fern' },
    { 'sender[x]': 'Fern' },
    { 'workflow[toString]': 'full' },
    { startDate: '2026-02-30' },
    { copies: '1e9999' },
    { insuredFrom: "1' or '1'='1" },
    { sender: `F${'e'.repeat(100_000)}` },
    { mode: '__proto__' },
    { 'fragile[]': 'true' },
    { sender: 'F\u0000n' },
  ])('takes %j for a mistake, not for a reason to break', async (hostile) => {
    const { status } = await parcelly.answer(1, { ...without(hostile), ...hostile });
    expect(status).toBe(422);
    expect((await parcelly.now()).answers).toEqual({});
  });

  it('never says a secret back, and keeps it where no answer is', async () => {
    await parcelly.answer(1, { ...ANSWERS, gate: 'gate-4711' });
    expect((await parcelly.see(1)).text).not.toContain('4711');
    expect((await parcelly.see(1)).text).toContain('Leave it empty to keep what is stored');
    expect(JSON.stringify(await parcelly.now())).not.toContain('4711');
    const [row] = await house.database.query<{ secrets: Buffer }>('select secrets from installations where id = ?', [
      parcelly.id,
    ]);
    expect(row!.secrets.toString('latin1')).not.toContain('4711');
    await parcelly.answer(1);
    expect((await parcelly.see(1)).text).toContain('Leave it empty to keep what is stored');
  });

  it('wants the workflow’s condition ticked', async () => {
    const unticked = await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels' });
    expect(unticked.status).toBe(422);
    expect(unticked.text).toContain('Tick that this is so: Stock is counted by hand');
    const ticked = await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels', 'confirm-parcels': 'true' });
    expect(ticked.status).toBe(303);
    expect((await parcelly.see(1)).text).toMatch(/name="confirm-parcels" value="true" checked/);
    const another = await parcelly.answer(1, { ...ANSWERS, workflow: 'full' });
    expect(another.status).toBe(303);
    expect((await parcelly.now()).answers).not.toMatchObject({ workflow: 'parcels' });
  });

  it('asks only for what the other answers call for', async () => {
    await parcelly.answer(1, { ...ANSWERS, mode: 'single', customer: 'somebody' });
    expect((await parcelly.now()).answers).not.toHaveProperty('customer');
    await parcelly.answer(1, { ...ANSWERS, mode: 'daily', customer: 'somebody' });
    expect((await parcelly.now()).answers).toMatchObject({ customer: 'somebody' });
  });

  it('knows which records the store has, once it has any', async () => {
    const { store } = parcelly.merchant;
    await house.database.run(
      `insert into records (store_id, id, type, record_key, body, changed_at) values (?, ?, 'customer', 'mia', '{"name":"Mia Tran"}', now(3))`,
      [store.id, 900_000 + store.id],
    );
    const wrong = await parcelly.answer(1, { ...ANSWERS, mode: 'daily', customer: 'nobody' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('there is no “nobody” in your store');
    expect((await parcelly.answer(1, { ...ANSWERS, mode: 'daily', customer: 'mia' })).status).toBe(303);
    const { text } = await parcelly.merchant.browser.get(`/installations/${parcelly.id}/records/customer?q=mi`);
    expect(text).toContain('<option value="mia">Mia Tran</option>');
  });

  it('writes into the trail what it was before and after', async () => {
    await parcelly.answer(1);
    await parcelly.answer(1, { ...ANSWERS, sender: 'Fig' });
    const { text } = await (await house.hub.staff()).browser.get('/staff/audit');
    expect(text).toMatch(/<del>Fern<\/del>\s*<ins>Fig<\/ins>/);
  });
});

describe('an interruption', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.begun(house, await house.hub.merchant());
  });

  it('loses nothing that was typed, right or wrong', async () => {
    const later = await parcelly.answer(1, { ...ANSWERS, sender: 'small', copies: 'two', _later: 'true' });
    expect(later.location).toBe('/');
    const { text } = await parcelly.see(1);
    expect(text).toMatch(/name="sender"[^>]* value="small"/);
    expect(text).toMatch(/name="copies"[^>]* value="two"/);
    expect(text).toMatch(/name="startDate"[^>]* value="2026-07-01"/);
    expect((await parcelly.now()).answers).toEqual({});
  });

  it('is called back to mind on every page, with the way back to the very step', async () => {
    await parcelly.answer(1);
    expect((await parcelly.merchant.browser.get('/')).text).toContain(`href="${parcelly.step(2)}"`);
    expect((await parcelly.merchant.browser.get(`/installations/${parcelly.id}`)).location).toBe(parcelly.step(2));
  });

  it('is over once the step is right', async () => {
    await parcelly.answer(1, { ...ANSWERS, sender: 'small', _later: 'true' });
    await parcelly.answer(1);
    expect((await parcelly.see(1)).text).toMatch(/name="sender"[^>]* value="Fern"/);
  });

  it('of two people at two steps costs neither their answers', async () => {
    await parcelly.answer(1);
    await parcelly.connect();
    await Promise.all([parcelly.answer(1, { ...ANSWERS, sender: 'Fig' }), parcelly.answer(3, { depot: 'PER' })]);
    expect((await parcelly.now()).answers).toMatchObject({ sender: 'Fig', depot: 'PER' });
  });
});

describe('the order of steps', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.begun(house, await house.hub.merchant());
  });

  it.each([2, 3, 4])('leads from step %i to the one that comes first', async (number) => {
    expect((await parcelly.see(number)).location).toBe(parcelly.step(1));
    expect((await parcelly.answer(number, {})).status).toBe(404);
  });

  it('does not go past the connection before it has passed its test', async () => {
    await parcelly.answer(1);
    expect((await parcelly.see(3)).location).toBe(parcelly.step(2));
    expect((await parcelly.answer(3, { depot: 'SYD' })).status).toBe(404);
    expect((await parcelly.answer(4, {})).status).toBe(404);
  });

  it('lets one go back and keeps everything', async () => {
    await parcelly.answer(1);
    expect((await parcelly.see(2)).text).toContain(`href="${parcelly.step(1)}"`);
    expect((await parcelly.see(1)).text).toMatch(/name="sender"[^>]* value="Fern"/);
    await parcelly.answer(1, { ...ANSWERS, sender: 'Fig' });
    expect((await parcelly.now()).step).toBe(2);
  });

  it.each(['0', '5', 'x', '1.5'])('knows no step %s', async (number) => {
    expect((await parcelly.merchant.browser.get(`/installations/${parcelly.id}/steps/${number}`)).status).toBe(404);
  });
});

describe('a step that asks the app', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.connected(house, await house.hub.merchant());
  });

  it('offers the app’s own list', async () => {
    expect((await parcelly.see(3)).text).toMatch(/<option value="SYD">Sydney<\/option>/);
    const { text } = await parcelly.merchant.browser.get(`/installations/${parcelly.id}/picks/depot?q=per`);
    expect(text.trim()).toBe('<option value="PER">Perth</option>');
  });

  it('takes nothing that the app does not know', async () => {
    const { status, text } = await parcelly.answer(3, { depot: 'MARS' });
    expect(status).toBe(422);
    expect(text).toContain('Parcelly has no “MARS”');
  });

  it('shows what the app says against an answer beside it', async () => {
    await parcelly.see(3);
    house.inTheWay.through = async ({ url }) => (url.includes('depots') ? Response.json({ depots: [] }) : undefined);
    const { status, text } = await parcelly.answer(3, { depot: 'SYD' });
    expect(status).toBe(422);
    expect(text).toMatch(/field-depot-error[^>]*>.*has closed this depot/);
  });

  it('says so when the app does not answer, and keeps the answer for later', async () => {
    house.inTheWay.through = async () => new Response('no', { status: 403 });
    const { status, text } = await parcelly.answer(3, { depot: 'SYD' });
    expect(status).toBe(422);
    expect(text).toContain('Parcelly could not be asked');
    expect((await parcelly.answer(3, { depot: 'SYD', _later: 'true' })).status).toBe(303);
    expect((await parcelly.see(3)).text).toMatch(/name="depot"[^>]* value="SYD"/);
  });
});

describe('a record that is missing', () => {
  const wrapping = { ...ANSWERS, fragile: 'true', wrapping: 'BOX-9' };
  const items = () => house.twin.depot.items.map(({ code }) => code);

  beforeEach(async () => {
    parcelly = await Parcelly.activated(house, await house.hub.merchant());
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
  });

  it('can be made in the app from where it is asked for', async () => {
    const missing = await parcelly.answer(1, wrapping);
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('there is no “BOX-9” in your store');
    expect(missing.text).toContain('Create “BOX-9” in Parcelly');
    expect((await parcelly.answer(1, { ...wrapping, _create: 'wrapping' })).status).toBe(303);
    expect(items()).toContain('BOX-9');
    expect((await parcelly.now()).answers).toMatchObject({ wrapping: 'BOX-9' });
  });

  it('may be passed over by saying so', async () => {
    expect((await parcelly.answer(1, { ...wrapping, wrapping: 'BOX-7', _pass: 'true' })).status).toBe(303);
    expect(items()).not.toContain('BOX-7');
  });

  it('that the app refuses to make is said beside it', async () => {
    house.inTheWay.through = async () => Response.json({ refused: 'No more room.' }, { status: 422 });
    const refused = await parcelly.answer(1, { ...wrapping, wrapping: 'BOX-8', _create: 'wrapping' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('No more room.');
  });

  it.each(['sender', 'nothing', '__proto__'])('is never made for %s', async (_create) => {
    expect((await parcelly.answer(1, { ...wrapping, _create })).status).toBe(404);
  });
});

describe('activation', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.connected(house, await house.hub.merchant());
  });

  it('lists what is missing, and does not begin before it is there', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    await house.database.run("update installations set answers = json_remove(answers, '$.sender') where id = ?", [
      parcelly.id,
    ]);
    const page = await parcelly.see(4);
    expect(page.text).toContain('Sender: please fill this in.');
    expect(page.text).toMatch(/type="submit" disabled/);
    expect((await parcelly.answer(4, {})).status).toBe(422);
    expect((await parcelly.now()).state).toBe('installing');
  });

  it('starts the imports, brings everything in, and writes nothing out', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    expect((await parcelly.answer(4, {})).location).toBe(parcelly.step(4));
    expect((await parcelly.now()).state).toBe('importing');
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect((await parcelly.see(4)).text).toMatch(/[5-9] products/);
    const runs = await parcelly.runs();
    expect(runs.map(({ task }) => task)).toEqual(['import-items', 'import-stock']);
    expect(runs.every(({ started_by, state }) => started_by === 'first' && state === 'done')).toBe(true);
    expect((await parcelly.merchant.browser.get(`/installations/${parcelly.id}/imports`)).text).not.toContain('hx-get');
  });

  it('done twice, does no more than once', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    await Promise.all([parcelly.answer(4, {}), parcelly.answer(4, {})]);
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect(await parcelly.runs()).toHaveLength(2);
  });

  it('runs only what the workflow names', async () => {
    await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels', 'confirm-parcels': 'true' });
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    const active = await house.database.query<{ task: string }>(
      'select task from schedules where installation_id = ? and active',
      [parcelly.id],
    );
    expect(active.map(({ task }) => task)).toEqual(['export-invoices']);
  });
});

describe('afterwards', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.activated(house, await house.hub.merchant());
  });

  it('the same steps are the settings', async () => {
    const { text } = await parcelly.see(1);
    expect(text).toContain('Setup &amp; Tools');
    expect(text).not.toContain('Save and finish later');
    const saved = await parcelly.answer(1, { ...ANSWERS, sender: 'Fig' });
    expect(saved.location).toBe(`/installations/${parcelly.id}/setup`);
    expect((await parcelly.merchant.browser.get(saved.location!)).text).toMatch(/Sender<\/dt><dd>Fig/);
    expect((await parcelly.now()).state).toBe('importing');
  });

  it('another workflow switches tasks on and off, and leaves alone what it doesn’t name', async () => {
    const active = async () => {
      const rows = await house.database.query<{ task: string }>(
        'select task from schedules where installation_id = ? and active order by task',
        [parcelly.id],
      );
      return rows.map(({ task }) => task);
    };
    expect(await active()).toEqual(['export-invoices', 'import-items', 'import-stock', 'update-prices']);
    await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels', 'confirm-parcels': 'true' });
    expect(await active()).toEqual(['export-invoices']);
    await house.database.run("update schedules set active = 0 where installation_id = ? and task = 'export-invoices'", [
      parcelly.id,
    ]);
    await parcelly.answer(1, ANSWERS);
    expect(await active()).toEqual(['import-items', 'import-stock', 'update-prices']);
  });
});

describe('a platform', () => {
  it('tells the store its time zone, currency and how prices are meant', async () => {
    const { store, browser } = await house.hub.merchant();
    parcelly = await Parcelly.begun(house, { ...(await house.hub.merchant()), store, browser });
    const path = `/installations/${parcelly.shopId}/steps/2`;
    const wrong = await browser.post(path, { timeZone: 'Mars/North', currency: 'XXQ', taxInclusive: 'inclusive' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('no time zone we know');
    expect(wrong.text).toContain('no currency we know');
    await browser.post(path, { timeZone: 'Pacific/Auckland', currency: 'NZD', taxInclusive: 'inclusive' });
    const [row] = await house.database.query('select time_zone, currency, tax_inclusive from stores where id = ?', [
      store.id,
    ]);
    expect(row).toEqual({ time_zone: 'Pacific/Auckland', currency: 'NZD', tax_inclusive: 1 });
  });
});

/** A list or an object takes the plain field's place. */
function without(hostile: Record<string, string>): Record<string, string> {
  const named = Object.keys(hostile).map((name) => name.replace(/\[.*$/, ''));
  return Object.fromEntries(Object.entries(ANSWERS).filter(([name]) => !named.includes(name)));
}
