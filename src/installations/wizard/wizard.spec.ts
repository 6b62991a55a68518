import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, startHouse } from '../test/house.js';
import { ANSWERS, Parcelly } from '../test/merchants.js';

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

  it('folds away what nearly everybody leaves as it is, with what holds then', async () => {
    const fold = async () => /<details class="form-fold"[\s\S]*?<\/details>/.exec((await parcelly.see(1)).text)![0];
    expect(await fold()).toMatch(/^<details class="form-fold">[\s\S]*With care[\s\S]*Nothing breaks easily\./);
    expect(await fold()).toContain('name="fragile"');
    await parcelly.answer(1, { ...ANSWERS, fragile: 'true' });
    expect(await fold()).toMatch(/^<details class="form-fold">[\s\S]*Fragile goods: On/);
    expect(await fold()).not.toContain('Nothing breaks easily.');
  });

  it('opens a fold in which something is wrong', async () => {
    const { status, text } = await parcelly.answer(1, { ...ANSWERS, fragile: 'true', wrapping: 'r'.repeat(300) });
    expect(status).toBe(422);
    expect(text).toContain('<details class="form-fold" open>');
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
    { fragile: 'yes' },
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
    // People read whom they have chosen, not what the store knows them by.
    expect((await parcelly.now()).picked).toEqual({ customer: 'Mia Tran (mia)' });
    const { text } = await parcelly.merchant.browser.get(`/installations/${parcelly.id}/records/customer?q=mi`);
    expect(text).toContain('<option value="mia">Mia Tran</option>');
  });

  it('writes into the trail what it was before and after', async () => {
    await parcelly.answer(1);
    await parcelly.answer(1, { ...ANSWERS, sender: 'Fig', mode: 'daily', fragile: 'true' });
    const { text } = await (await house.hub.staff()).browser.get('/staff/audit');
    expect(text).toMatch(/<del>Fern<\/del>\s*<ins>Fig<\/ins>/);
    // By the field's label, and a choice as it is read.
    expect(text).toMatch(
      /<dt>Consignments<\/dt><dd><del>One per invoice<\/del>\s*<ins>One per customer and day<\/ins>/,
    );
    expect(text).toMatch(/<dt>Fragile goods<\/dt><dd><del>Off<\/del>\s*<ins>On<\/ins>/);
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

  it('keeps what the app calls what was picked: for Setup & Tools and for the trail', async () => {
    await parcelly.answer(3, { depot: 'PER' });
    await parcelly.answer(4, {});
    expect(await parcelly.now()).toMatchObject({ answers: { depot: 'PER' }, picked: { depot: 'Perth' } });
    const setup = await parcelly.merchant.browser.get(`/installations/${parcelly.id}/setup`);
    expect(setup.text).toMatch(/<dd>Perth<\/dd>/);
    const { text } = await (await house.hub.staff()).browser.get('/staff/audit');
    expect(text).toMatch(/Depot[\s\S]{0,60}Perth/);
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

/** A list or an object takes the plain field's place. */
function without(hostile: Record<string, string>): Record<string, string> {
  const named = Object.keys(hostile).map((name) => name.replace(/\[.*$/, ''));
  return Object.fromEntries(Object.entries(ANSWERS).filter(([name]) => !named.includes(name)));
}
