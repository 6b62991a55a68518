import { beforeEach, describe, expect, it } from 'vitest';
import { LetterPreferences } from '../letters/preferences.service.js';
import { writing } from '../letters/test/writing.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import type { Report } from './reports.js';
import { stranger } from './test/unruly-month.js';

const here = writing();
let invoice: (number: string, more?: Record<string, unknown>) => Promise<void>;

beforeEach(() => {
  invoice = (number, more) => here.hub.invoice(here.books, number, more);
});

/** What the letter about a report says; undefined where there is none. */
async function letterOf({ storeId, id }: Report): Promise<{ subject: string; body: string } | undefined> {
  const [letter] = await here.hub.database.query<{ subject: string; body: string }>(
    "select subject, body from letters where store_id = ? and occasion = ? and channel = 'mail'",
    [storeId, `report-${id}`],
  );
  return letter;
}

const report = (from?: string, to?: string) => here.hub.report(here.books, from, to);
const told = async () => letterOf(await report());

async function act(what: string, { id, storeId }: Report, cause: string): Promise<void> {
  const row = await here.hub.database.one<{ id: number }>(
    'select id from differences where store_id = ? and report_id = ? and cause = ?',
    [storeId, id, cause],
  );
  const fields = { of: String(id), line: String(row!.id) };
  await here.merchant.browser.post(`/admin/reconciliation-report/${what}`, fields);
}

describe('a report made by schedule', () => {
  it('names what has no match the first time, and says no more while that stays so', async () => {
    await invoice('N1', { total: '1234.50' });
    const first = await told();
    expect(first!.subject).toBe('Fern & Fig: 1 document has no match in Books');
    expect(first!.body).toContain('were compared with Books. 1 document has no match.');
    expect(first!.body).toContain('Without a match\n- N1: Never exported: 1,234.50 AUD');
    const second = await report();
    expect(await letterOf(second)).toBeUndefined();
    expect(second.totals!.causes).toEqual({ never: 1 });
    expect((await here.merchant.browser.get('/admin/reconciliation-report')).text).toContain('N1');
  });

  it('says what is new, what is still there and what was settled', async () => {
    for (const number of ['N1', 'N2', 'N3']) await invoice(number);
    await told();
    await here.hub.export(here.books);
    here.hub.consignment('P-N2').total = '12.00';
    here.hub.twin.depot.consignments.push(stranger('X77', { total: '44.00' }));
    const second = await told();
    expect(second!.subject).toBe('Fern & Fig: 2 more documents have no match in Books');
    expect(second!.body).toContain('2 documents have no match: 2 new, 0 still there.');
    expect(second!.body).toContain('Since the last report 2 were settled.');
    expect(second!.body).toContain('New\n- N2: Amount differs: 10.00 AUD\n- X77: Only in the app: 44.00 AUD\n');
    await invoice('N4');
    const third = await told();
    expect(third!.subject).toBe('Fern & Fig: 1 more document has no match in Books');
    expect(third!.body).toContain('3 documents have no match: 1 new, 2 still there.');
    expect(third!.body).not.toContain('settled.');
  });

  it('speaks again of what was settled and comes back, or is of another amount', async () => {
    await invoice('N1');
    await here.hub.export(here.books);
    const total = (amount: string) => {
      here.hub.consignment('P-N1').total = amount;
    };
    total('12.00');
    expect((await told())!.body).toContain('N1: Amount differs');
    total('10.00');
    expect(await told()).toBeUndefined();
    total('12.00');
    expect((await told())!.body).toContain('1 new, 0 still there.');
    total('5012.00');
    expect((await told())!.body).toContain('1 document has no match: 1 new, 0 still there.');
    expect(await told()).toBeUndefined();
  });

  it('counts what was taken as right as settled, and speaks of it when it changes', async () => {
    for (const number of ['N1', 'N2']) await invoice(number);
    await here.hub.export(here.books);
    here.hub.consignment('P-N1').total = '12.00';
    const first = await report();
    await act('expectations', first, 'amount');
    expect(await told()).toBeUndefined();
    here.hub.consignment('P-N1').total = '13.00';
    here.hub.consignment('P-N2').date = '2026-11-24';
    const changed = await report();
    expect((await letterOf(changed))!.body).toContain('2 documents have no match: 2 new, 0 still there.');
    await act('expectations', changed, 'amount');
    await invoice('N3');
    const last = await letterOf(await report());
    expect(last!.body).toContain('2 documents have no match: 1 new, 1 still there.');
    expect(last!.body).toContain('Since the last report 1 was settled.');
  });

  it('calls nothing settled that it only no longer looks at', async () => {
    await invoice('N1', { date: '2026-11-02' });
    await invoice('N2', { date: '2026-11-20' });
    expect(await letterOf(await report('2026-11-01'))).toBeDefined();
    expect(await letterOf(await report('2026-11-10'))).toBeUndefined();
    await invoice('N3');
    expect(await letterOf(await report('2026-11-01'))).toMatchObject({
      subject: 'Fern & Fig: 2 more documents have no match in Books',
    });
    await invoice('N4');
    const narrower = (await letterOf(await report('2026-11-10')))!;
    expect(narrower.body).toContain('3 documents have no match: 1 new, 2 still there.');
    expect(narrower.body).toMatch(/ 1 dated before 10 Nov\w* 2026 is no longer looked at\./);
    expect(narrower.body).not.toContain('settled.');
  });

  it('knows each app by itself, and what a person has looked at in between changes nothing', async () => {
    await invoice('N1');
    const second = await here.hub.open(here.merchant);
    expect(await told()).toBeDefined();
    expect(await letterOf(await here.hub.report(second))).toBeDefined();
    await invoice('N2');
    const asked = { ...here.books, kind: 'invoice' as const, from: '2026-11-01', to: '2026-11-30' };
    await here.hub.reports.ask(asked, here.merchant.user.id);
    await here.hub.calm(here.books.storeId, here.books.installationId);
    expect((await told())!.body).toContain('2 documents have no match: 1 new, 1 still there.');
  });

  it('begins anew for whoever starts to listen', async () => {
    await invoice('N1');
    const { books, hub, merchant } = here;
    const preferences = hub.app.get(LetterPreferences);
    const listen = (differences: boolean) =>
      preferences.save(merchant.store, merchant.user, { morning: true, differences });
    await listen(false);
    expect(await told()).toBeUndefined();
    await listen(true);
    const first = await told();
    expect(first!.body).toContain('1 document has no match.');
    const settings = hub.app.get(ReconciliationSettings);
    const usual = await settings.of(books.storeId, books.installationId);
    await settings.save(books.storeId, books.installationId, { ...usual, mails: false }, null, undefined);
    await invoice('N2');
    expect(await told()).toBeUndefined();
    await settings.save(books.storeId, books.installationId, usual, null, undefined);
    expect((await told())!.body).toContain('2 documents have no match: 1 new, 1 still there.');
  });
});

it('names what could not be read without an amount', async () => {
  here.hub.twin.depot.consignments.push(stranger('X77', { total: 'much' }));
  expect((await told())!.body).toContain('Without a match\n- X77: Could not be read\n');
});

it('has a dozen of many named, and counts the rest', async () => {
  for (let n = 1; n <= 14; n++) await invoice(`N${n}`);
  const { body } = (await told())!;
  expect(body.match(/: Never exported: 10\.00 AUD/g)).toHaveLength(12);
  expect(body).toMatch(/- and 2 more\n {2}https:\/\/hub\.test\/admin\/reconciliation-report\?/);
});
