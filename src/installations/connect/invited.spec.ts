import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../clock/clock.js';
import { connecting, NONSENSE } from '../test/connecting.js';

const here = connecting();

describe('a colleague with a link', () => {
  let link: string;

  beforeEach(async () => {
    const page = await here.parcelly.merchant.browser.post(`/installations/${here.parcelly.id}/invitations`);
    expect(page.status).toBe(201);
    link = /\/connect\/[\w-]{32}/.exec(page.text)![0];
  });

  it('sees the credentials’ form and nothing else, and connects without an account', async () => {
    const colleague = here.house.hub.stranger();
    const { status, text } = await colleague.get(link);
    expect(status).toBe(200);
    expect(text).toContain('Connect Parcelly');
    expect(text).not.toMatch(/side-menu|Fern &amp; Fig|installations\/\d/);
    const wrong = await colleague.post(link, { id: 'fernandfig', key: NONSENSE });
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain(NONSENSE);
    expect((await colleague.post(link, { ...here.house.twin.credentials })).location).toBe(link);
    expect((await colleague.get(link)).text).toContain('is connected');
    expect((await here.parcelly.now()).connectionId).not.toBeNull();
  });

  it('can use it once', async () => {
    const colleague = here.house.hub.stranger();
    await colleague.post(link, { ...here.house.twin.credentials });
    expect((await colleague.post(link, { ...here.house.twin.credentials })).status).toBe(404);
  });

  it('can’t use it once it is withdrawn', async () => {
    const { text } = await here.parcelly.see(2);
    const withdraw = /action="(\/installations\/\d+\/invitations\/\d+)"/.exec(text)![1]!;
    await here.parcelly.merchant.browser.delete(withdraw);
    expect((await here.house.hub.stranger().get(link)).status).toBe(404);
    expect((await here.house.hub.stranger().post(link, { ...here.house.twin.credentials })).status).toBe(404);
  });

  it('can’t use it after three days', async () => {
    const clock = here.house.hub.app.get(Clock);
    const later = clock.now() + 3 * 86_400_000 + 1000;
    const now = clock.now;
    clock.now = () => later;
    expect((await here.house.hub.stranger().get(link)).status).toBe(404);
    clock.now = now;
  });

  it('finds nothing behind a made-up one, and the table holds no link', async () => {
    expect((await here.house.hub.stranger().get('/connect/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    const rows = await here.house.database.query('select hex(token_hash) as h from invitations');
    expect(JSON.stringify(rows)).not.toContain(link.slice(9));
  });
});
