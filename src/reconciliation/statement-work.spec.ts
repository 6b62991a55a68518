import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bookkeepers } from '../accounts/bookkeepers/bookkeepers.service.js';
import { eventually } from '../connections/test/eventually.js';
import { Runs } from '../tasks/runs.service.js';
import { ownBooks } from './test/own-books.js';
import { stranger } from './test/unruly-month.js';

const here = ownBooks();

describe('reading what the app holds', () => {
  /** Answers the twin's requests for pages of its statement, for as long as `serve` says. */
  function watched(serve: (page: number) => boolean | Promise<boolean>): number[] {
    const asked: number[] = [];
    const { handle } = here.hub.twin;
    vi.spyOn(here.hub.twin, 'handle').mockImplementation(async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.endsWith('/dated')) return handle(request);
      const page = Number(searchParams.get('page'));
      asked.push(page);
      return (await serve(page)) ? handle(request) : Response.json({ refused: 'Down.' }, { status: 423 });
    });
    return asked;
  }

  beforeEach(() => {
    for (let n = 0; n < 8; n++) here.hub.twin.depot.consignments.push(stranger(`X${n}`));
  });
  afterEach(() => vi.restoreAllMocks());

  it('goes on behind what it has kept', async () => {
    let up = false;
    const asked = watched((page) => up || page < 3);
    const unfinished = await here.hub.report(here.books);
    expect(unfinished.finishedAt).toBeNull();
    up = true;
    await here.hub.database.run('update runs set run_at = now(3) where id = ?', [unfinished.runId!]);
    await eventually(async () => (await here.hub.reports.find(here.books.storeId, unfinished.id))!.finishedAt !== null);
    expect(asked).toEqual([1, 2, 3, 3, 4]);
    expect(await here.hub.found(unfinished)).toHaveLength(8);
  });

  it('stops when a person cancels, and leaves no report behind', async () => {
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 2) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const id = await here.hub.reports.ask(
      { ...here.books, kind: 'invoice', from: '2026-11-01', to: '2026-11-30' },
      null,
    );
    await eventually(() => asked.includes(2));
    const { runId } = (await here.hub.reports.find(here.books.storeId, id!))!;
    await here.hub.app.get(Runs).cancel(here.books.storeId, runId!);
    release();
    await here.hub.calm(here.books.storeId, here.books.installationId);
    expect((await here.hub.app.get(Runs).progress(here.books.storeId, runId!))!.state).toBe('cancelled');
    expect((await here.hub.reports.find(here.books.storeId, id!))!.finishedAt).toBeNull();
  });

  it('stops from the report itself, for whoever keeps the books too', async () => {
    const { browser, user } = await here.hub.bookkeeper();
    const keepers = here.hub.app.get(Bookkeepers);
    const token = await keepers.invite(here.merchant.user.accountId!, here.merchant.user, null);
    await keepers.accept((await keepers.find(token))!, user);
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 2) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const address = '/admin/reconciliation-report';
    const wish = { app: String(here.books.installationId), kind: 'invoice', from: '2026-11-01', to: '2026-11-30' };
    await browser.post(`${address}/imports`, wish);
    await eventually(() => asked.includes(2));
    const { text } = await browser.get(address);
    expect(text).not.toContain('See the run');
    const [, of] = /cancellations">[\s\S]*?name="of" value="(\d+)"/.exec(text)!;
    const stranger = await here.hub.merchant('Somebody Else');
    expect((await stranger.browser.post(`${address}/cancellations`, { of: of! })).status).toBe(404);
    await browser.post(`${address}/cancellations`, { of: of! });
    expect((await browser.get(address)).text).toContain('no report is made');
    release();
    await here.hub.calm(here.books.storeId, here.books.installationId);
    expect((await here.hub.reports.find(here.books.storeId, Number(of)))!.finishedAt).toBeNull();
    await browser.post(`${address}/cancellations`, { of: of! });
    expect((await browser.get(address)).text).toContain('It had ended already');
    const trail = await here.hub.database.query<{ user_id: number }>(
      "select user_id from audit_entries where action = 'cancelled' and subject = 'Reconciliation with Parcelly'",
    );
    expect(trail).toEqual([{ user_id: user.id }]);
  });

  it('is among the things that need somebody when it could not be read, until it can', async () => {
    let up = false;
    watched(() => up);
    const failed = await here.hub.report(here.books);
    const home = async () => (await here.merchant.browser.get('/')).text;
    expect(await home()).not.toContain('could not be compared');
    await here.hub.database.run(
      "update runs set state = 'failed', message = 'Parcelly is down.', finished_at = now(3) where id = ?",
      [failed.runId!],
    );
    expect(await home()).toMatch(/Invoices could not be compared with Books[\s\S]*Parcelly is down\./);
    up = true;
    await here.hub.report(here.books);
    expect(await home()).not.toContain('could not be compared');
  });

  it('answers nothing to a second wish while the first is fulfilled', async () => {
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 1) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const wish = { ...here.books, kind: 'invoice' as const, from: '2026-11-01', to: '2026-11-30' };
    await here.hub.reports.ask(wish, null);
    await eventually(() => asked.length > 0);
    expect(await here.hub.reports.ask(wish, null)).toBeUndefined();
    release();
    await here.hub.calm(here.books.storeId, here.books.installationId);
    expect(await here.hub.reports.history(here.books.storeId, here.books.installationId, 'invoice', 9)).toHaveLength(1);
  });
});
