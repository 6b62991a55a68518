import { describe, expect, it } from 'vitest';
import { writing } from './test/writing.js';

const here = writing();
const { send, pass, states } = here;

describe('the mail server', () => {
  const oneLetter = async () => {
    await here.hub.invoice(here.books, 'N1');
    await here.hub.report(here.books);
  };

  it('is tried again when it fails, and nobody gets a letter twice', async () => {
    await oneLetter();
    here.box.refusals = [451];
    expect(await send()).toBe(0);
    expect(await states()).toEqual(['pending']);
    expect(await send()).toBe(0);
    pass(1);
    expect(await send()).toBe(1);
    pass(2);
    expect(await send()).toBe(0);
    expect(here.box.mails).toHaveLength(1);
  });

  it('is believed when it refuses for good', async () => {
    await oneLetter();
    here.box.refusals = [550];
    await send();
    expect(await states()).toEqual(['failed']);
  });

  it('is not given a second time what a hub was handing over when it died', async () => {
    await oneLetter();
    await here.hub.database.run("update letters set state = 'sending', next_try_at = now(3) - interval 1 minute");
    expect(await send()).toBe(0);
    expect(await states()).toEqual(['unclear']);
    expect((await here.merchant.browser.get('/letters')).text).toContain('Not known whether it arrived');
  });
});
