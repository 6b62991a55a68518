import { afterEach, describe, expect, it } from 'vitest';
import { NeedsPerson, NoAnswer, Reconnect, TryLater } from '../sdk/index.js';
import type { MappedPage, StatedPage } from '../sdk/runtime/index.js';
import { type Lab, openLab } from './test/lab.js';

let lab: Lab;
afterEach(() => lab?.close());

// The plugin must not be able to tell where it runs, and neither must the host.
describe.each([
  ['in this process', false],
  ['in a process of its own', true],
])('a plugin %s', (_, contained) => {
  const open = async (deeds: string) => {
    lab = await openLab(deeds, contained);
  };

  it('sees its facts and gets answers from the app', async () => {
    await open(`look: async ({ store, http, now }) => {
      const { status, body } = await http.send({ path: 'a', query: { b: 1 } });
      return [store.name, now(), status, body].join();
    }`);
    const asked: unknown[] = [];
    const said = await lab.ask('look', {
      http: async (request) => {
        asked.push(request);
        return { status: 201, headers: {}, body: 'done', exchange: 7 };
      },
    });
    expect(said).toBe('Fern & Fig,0,201,done');
    expect(asked).toEqual([{ path: 'a', query: { b: 1 } }]);
  });

  it('throws errors that the host recognises', async () => {
    await open(`
      later: () => { throw new TryLater({ seconds: 42, why: 'Closed for stocktake' }); },
      reconnect: () => { throw new Reconnect('Key revoked'); },
      person: () => { throw new NeedsPerson('Choose a depot'); },
      silent: () => { throw new NoAnswer('Gone'); },
      bug: () => undefined.nothing,
      odd: () => { throw 'a text'; },
    `);
    await expect(lab.ask('later')).rejects.toSatisfy(
      (error) => error instanceof TryLater && error.seconds === 42 && error.message === 'Closed for stocktake',
    );
    await expect(lab.ask('reconnect')).rejects.toSatisfy((error) => error instanceof Reconnect);
    await expect(lab.ask('person')).rejects.toSatisfy(
      (error) => error instanceof NeedsPerson && error.message === 'Choose a depot',
    );
    await expect(lab.ask('silent')).rejects.toSatisfy((error) => error instanceof NoAnswer);
    await expect(lab.ask('bug')).rejects.toThrow(/reading 'nothing'/);
    await expect(lab.ask('bug')).rejects.toSatisfy((error) => error instanceof Error && error.name === 'TypeError');
    await expect(lab.ask('odd')).rejects.toBeDefined();
  });

  it('recognises the errors that the host throws', async () => {
    await open(`catch: async ({ http }) => {
      try { await http.send({ path: 'x' }); } catch (error) {
        const kinds = { TryLater, Reconnect, NeedsPerson, NoAnswer };
        return Object.keys(kinds).filter((name) => error instanceof kinds[name]) + ' ' + error.seconds + ' ' + error.message;
      }
    }`);
    const throwing = (error: Error) => ({
      http: async () => {
        throw error;
      },
    });
    expect(await lab.ask('catch', throwing(new TryLater({ seconds: 9, why: 'Busy' })))).toBe('TryLater 9 Busy');
    expect(await lab.ask('catch', throwing(new NoAnswer('Broke')))).toBe('NoAnswer undefined Broke');
    expect(await lab.ask('catch', throwing(new Reconnect('Out')))).toBe('Reconnect undefined Out');
  });

  it('hands over mapped pages with the requests that brought them', async () => {
    await open(`async *pull({ http }) {
      for (const page of [1, 2]) {
        await http.send({ path: 'p' + page });
        yield { rows: [{ Id: page, Code: 'C' + page, Name: null }], bookmark: { page }, total: 2 };
      }
    }`);
    const pages: MappedPage[] = [];
    let exchange = 0;
    await lab.pull({
      http: async () => ({ status: 200, headers: {}, body: '', exchange: ++exchange }),
      page: async (page) => void pages.push(page),
    });
    const rows = (page: number) => [{ remoteId: String(page), values: { sku: `C${page}`, name: null } }];
    expect(pages).toEqual([
      { seq: 0, rows: rows(1), skipped: 0, bookmark: { page: 1 }, total: 2, exchanges: [1] },
      { seq: 1, rows: rows(2), skipped: 0, bookmark: { page: 2 }, total: 2, exchanges: [2] },
    ]);
  });

  it('states what the app holds, page by page; a row that makes no sense says so, and none of many is believed', async () => {
    await open(`async *state({ http, from, to, bookmark }) {
      await http.send({ path: 's' });
      yield { rows: [{ remoteId: 'a', date: from, amount: '9.90', currency: 'AUD', status: 'open' }], bookmark: 1 };
      yield { rows: [{ remoteId: 'b', date: to, amount: 9.9, currency: 'AUD', status: 'open' }, null], bookmark: 2 };
      yield { rows: new Array(10).fill({ remoteId: 'c', date: 'x', amount: '1', currency: 'AUD', status: 'open' }), bookmark: 3 };
    }`);
    const pages: StatedPage[] = [];
    const stated = lab.state({ stated: async (page) => void pages.push(page) });
    await expect(stated).rejects.toThrow(/lab: the statement \(rows\[0\].date\) must be a calendar date/);
    const row = { remoteId: 'a', date: '2026-11-01', amount: '9.90', currency: 'AUD', status: 'open' };
    expect(pages[0]).toEqual({ seq: 0, rows: [row], bookmark: 1, total: undefined, exchanges: [1] });
    expect(pages[1]!.rows).toEqual([
      {
        ...row,
        remoteId: 'b',
        date: '2026-11-30',
        amount: '0',
        unreadable: expect.stringMatching(/^amount must be an amount as text/),
      },
      {
        remoteId: 'unnamed-1-1',
        date: '',
        amount: '0',
        currency: '',
        status: 'open',
        unreadable: 'the row must be an object',
      },
    ]);
  });

  it('states nothing where nobody takes it', async () => {
    await open(`async *state({ from }) {
      yield { rows: [{ remoteId: 'a', date: from, amount: '9.90', currency: 'AUD', status: 'open' }], bookmark: 1 };
    }`);
    await expect(lab.state({})).rejects.toThrow(/takes no statement/);
  });

  it('is told a few at a time what its exports owe the app', async () => {
    await open(`async *pull(ctx) {
      for await (const some of ctx.owed('send')) yield { rows: some.map(({ record, shipped }) => ({ Id: record.key + shipped.length })) };
    }`);
    const record = (id: number) => ({ id, type: 'invoice' as const, key: `N${id}`, body: {} });
    const asked: [string, number][] = [];
    const pages: MappedPage[] = [];
    await lab.pull({
      page: async (page) => void pages.push(page),
      owed: async (task, after) => {
        asked.push([task, after]);
        return after < 2 ? { records: [{ record: record(after + 1), shipped: [] }], next: after + 1 } : { records: [] };
      },
    });
    expect(asked).toEqual([
      ['send', 0],
      ['send', 1],
      ['send', 2],
    ]);
    expect(pages.flatMap(({ rows }) => rows.map(({ remoteId }) => remoteId))).toEqual(['N10', 'N20']);
    await expect(lab.pull({})).rejects.toThrow(/told of no exports/);
  });

  it('stops pulling when a page can’t be kept, and the host hears its own error', async () => {
    await open(`async *pull() { for (let page = 0; ; page++) yield { rows: [{ Id: page, Code: 'C' }] }; }`);
    await expect(lab.pull({ page: () => Promise.reject(new TryLater({ why: 'The disk is full' })) })).rejects.toSatisfy(
      (error) => error instanceof TryLater && error.message === 'The disk is full',
    );
  });

  it('is told to stop, and the host goes on with its own reason', async () => {
    await open(`wait: ({ signal }) => new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    })`);
    const stop = new AbortController();
    const asked = lab.ask('wait', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('The lease is lost')), 300);
    await expect(asked).rejects.toThrow('The lease is lost');
    await expect(lab.ask('wait', { signal: stop.signal })).rejects.toThrow('The lease is lost');
  });

  it('can ask for nothing once its call has ended', async () => {
    await open(`
      early: async ({ http }) => {
        globalThis.late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => http.send({ path: 'late' })).then(
          () => 'answered', (error) => error.message);
        return 'gone';
      },
      late: () => globalThis.late,
    `);
    const sent: unknown[] = [];
    const http = async (request: unknown) => {
      sent.push(request);
      return { status: 200, headers: {}, body: '', exchange: 1 };
    };
    expect(await lab.ask('early', { http })).toBe('gone');
    expect(await lab.ask('late', { http })).toMatch(/has ended/);
    expect(sent).toEqual([]);
  });

  it('is not believed when its answers make no sense', async () => {
    await open(`
      act: async () => [],
      build: () => ({ reference: '', steps: 'create', payload: 1 }),
      async *pull() { yield { rows: [{ Id: 'x'.repeat(600), Code: 'C' }] }; },
      send: ({ http }) => http.send({ path: 'x', method: 'STEAL' }),
    `);
    await expect(lab.act()).rejects.toSatisfy(
      (error) => error instanceof NoAnswer && /one answer for each/.test(error.message),
    );
    // One record's alone, so that the others go on.
    expect(await lab.build()).toEqual([
      { error: { name: 'Error', message: 'lab: what build answered (documents[0].reference) must be a text' } },
    ]);
    const pages: MappedPage[] = [];
    await lab.pull({ page: async (page) => void pages.push(page) });
    expect(pages[0]!.rows).toMatchObject([{ refused: expect.any(String) }]);
    await expect(lab.ask('send')).rejects.toThrow(/the request \(method\) must be one of GET/);
    await expect(lab.during((call) => lab.calls.pickList(call, 'nonsense', ''))).rejects.toThrow(/must be a list/);
    await expect(lab.during((call) => lab.calls.pickList(call, 'constructor', ''))).rejects.toThrow(/declares no/);
  });
});
