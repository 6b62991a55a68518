import { describe, expect, it } from 'vitest';
import type { Browser } from '../../../test/support/browser.js';
import { agreeing, local } from '../test/agreeing.js';

const here = agreeing();
const { now, connected, step, leave, decide, consent } = here;

describe('the connect step of an app that is connected by consent', () => {
  it('offers one button, and lets the browser follow it', async () => {
    const page = await here.mia.browser.get(step());
    expect(page.text).toContain(`action="/installations/${here.it1.id}/consent"`);
    const at = new URL(await leave());
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${at.origin}`);
    expect(Object.fromEntries(at.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'hub-of-tests',
      scope: 'offline items.read',
      redirect_uri: `${here.house.hub.url}/connections/callback`,
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{30,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('goes on with the one company that was agreed to', async () => {
    const page = await consent(['org-moss']);
    expect(page.text).toContain('You agreed for <strong>Moss Pty Ltd</strong>');
    expect(page.text).toContain('data-at-once');
    expect((await here.mia.browser.post(step(), { _tenant: 'org-moss' })).location).toBe(
      `/installations/${here.it1.id}/steps/2`,
    );
    expect(await connected()).toMatchObject({
      tenantKey: 'org-moss',
      tenantName: 'Moss Pty Ltd',
      tenantData: { seat: expect.any(String) },
      state: 'connected',
      visible: {},
    });
    expect(here.app.asked).not.toContain('GET /authorize');
  });

  it('asks which company it is for where there are several', async () => {
    const { text } = await consent(['org-fern', 'org-moss']);
    expect(text).toContain('Which one is this store’s?');
    expect((await here.mia.browser.post(step(), { _tenant: 'org-else' })).status).toBe(422);
    const lines = await here.mia.browser.postRaw(
      step(),
      { _tenant: 'org-fern', _csrf: /name="_csrf" value="([^"]+)"/.exec(text)![1]! },
      { accept: 'application/x-ndjson' },
    );
    const states = lines.text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { state: string }).state);
    expect(states).toEqual(['trying', 'passed', 'trying', 'passed', 'connected']);
    expect((await connected())!.tenantKey).toBe('org-fern');
  });

  it('keeps no token where anybody could read it', async () => {
    const { text } = await consent(['org-fern']);
    const { headers } = await here.mia.browser.post(step(), { _tenant: 'org-fern' });
    const tables = ['consents', 'connections', 'connection_tokens', 'sessions', 'exchanges', 'audit_entries'];
    const rows = await Promise.all(tables.map((table) => here.house.database.query(`select * from ${table}`)));
    const everything = JSON.stringify(rows) + text + JSON.stringify([...headers]);
    const tokens = [
      ...Object.keys(here.app.twin.held.tokens),
      ...Object.values(here.app.twin.held.consents).map((c) => c.refresh),
    ];
    expect(tokens.length).toBeGreaterThan(1);
    for (const token of tokens) expect(everything).not.toContain(token);
  });
});

describe('who comes back from the app', () => {
  const noticed = async (back: string, browser: Browser = here.mia.browser) => {
    const answer = await browser.get(back);
    expect([answer.status, local(answer.location!)]).toEqual([303, step()]);
    return (await browser.get(step())).text;
  };

  it('without having agreed reads that nothing was connected', async () => {
    expect(await noticed(await decide(await leave(), [], 'no'))).toContain('You did not agree in Inkwell');
    expect((await now()).connectionId).toBeNull();
  });

  it('with an error of the app reads its name, and nothing that anybody could have written', async () => {
    const { state } = Object.fromEntries(new URL(await leave()).searchParams);
    const back = `/connections/callback?error=server_error&error_description=<b>call+0900</b>&state=${state}`;
    const text = await noticed(back);
    expect(text).toContain('Inkwell could not ask you (server_error)');
    expect(text).not.toContain('0900');
  });

  it('with a code that is too old or made up reads to connect again', async () => {
    const { state } = Object.fromEntries(new URL(await leave()).searchParams);
    expect(await noticed(`/connections/callback?code=stale&state=${state}`)).toContain('too old or used already');
  });

  it('with an answer that was used already is turned away', async () => {
    const back = await decide(await leave(), ['org-fern']);
    expect((await here.mia.browser.get(back)).status).toBe(303);
    const again = await here.mia.browser.get(back);
    expect(again.status).toBe(400);
    expect(again.text).toContain('press Connect once more');
  });

  it('uses a state up once, even twice at once', async () => {
    const back = await decide(await leave(), ['org-fern']);
    await Promise.all([here.mia.browser.get(back), here.mia.browser.get(back), here.mia.browser.get(back)]);
    expect(here.app.asked.filter((one) => one === 'POST /token')).toHaveLength(1);
  });

  it.each([
    ['no state', '/connections/callback?code=x'],
    ['a made-up state', '/connections/callback?code=x&state=made-up'],
    ['two states', '/connections/callback?code=x&state=a&state=b'],
    ['nothing', '/connections/callback'],
  ])('with %s is turned away', async (_, back) => {
    expect((await here.mia.browser.get(back)).status).toBe(400);
  });

  it('is turned away with the state of somebody else, or of another session', async () => {
    const thief = await here.house.hub.merchant('Thief');
    const back = await decide(await leave(), ['org-fern']);
    expect((await thief.browser.get(back)).status).toBe(400);
    const elsewhere = here.house.hub.stranger();
    await elsewhere.signIn(here.mia.user.email, 'a plain test sentence');
    expect((await elsewhere.get(back)).status).toBe(400);
    expect(here.app.asked).not.toContain('POST /token');
  });

  it('can’t use what another person has brought', async () => {
    await consent(['org-fern']);
    const { browser } = await here.house.hub.person('merchant', here.mia.user.accountId);
    expect((await browser.get(step())).text).not.toContain('You agreed for');
    expect((await browser.post(step(), { _tenant: 'org-fern' })).status).toBe(422);
  });
});
