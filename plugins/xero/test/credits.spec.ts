import { describe, expect, it } from 'vitest';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { ledger, notSent } from './books.js';
import { aCentLess, misbooks } from './misbooks.js';
import { bill, credit, credited, order, paidBack, pay, REFUNDS, RETURNS, refund, returned, unpaid } from './returns.js';
import { NOW } from './shop.js';

describe('rule 1: a return', () => {
  it('is a credit note that comes to the store’s total, line by line', async () => {
    const books = await ledger({ advanced: { creditNotePrefix: 'CR-' } });
    const { document, result } = await credited(books, [await books.invoiced(order())]);
    expect(document).toMatchObject({ reference: 'CR-5001', steps: ['create', 'verify', 'allocate'] });
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, 'CR-5001')).toMatchObject({
      Total: 66,
      TotalTax: 6,
      Reference: 'Return 5001 of N1001',
      LineItems: [
        { AccountCode: '200', LineAmount: 55 },
        { AccountCode: '210', LineAmount: 11 },
      ],
    });
  });

  it('asks for the account of what it gives back, and of nothing else', async () => {
    const books = await ledger({ answers: { salesAccount: '', shippingAccount: '', surchargeAccount: '' } });
    const body = returned({ lines: [], shippingRefund: null, surchargeRefund: '11', total: '11', tax: '1' });
    const parents = [notSent('N1001', 'Before the start date.')];
    expect(await books.build(RETURNS, 'return', body, { order: order(), parents })).toEqual({
      needsPerson: 'Choose the surcharge account in the step “Configure”.',
    });
  });

  it('is allocated while its invoice is open', async () => {
    const books = await ledger();
    await credited(books, [await books.invoiced(unpaid())], {}, unpaid());
    expect(await bill(books)).toMatchObject({ AmountDue: 66, AmountCredited: 66 });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 0, Status: 'PAID' });
  });

  it('follows its invoice to the contact that somebody merged its own into', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(unpaid())];
    await books.who.put('/Contacts', { Contacts: [{ Name: 'Almond Group' }] });
    const { Contact } = await bill(books);
    books.twin.mergeContacts(Contact.Name, 'Almond Group');
    const sent = parents[0]!.parts[0]!;
    // As the hub knows the contact: by the id that it had then.
    const payload = { ...(sent.payload as SalesInvoice), contact: { id: Contact.ContactID, name: '' } };
    await credited(books, [{ ...parents[0]!, parts: [{ ...sent, payload }] }], {}, unpaid());
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 0, Contact: { Name: 'Almond Group' } });
  });

  it('is allocated as far as the invoice is open, and no further', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    await pay(books, parents, { amount: '100' });
    await credited(books, parents, {}, order({ payments: [{ number: '501', amount: '100' }] }));
    expect(await bill(books)).toMatchObject({ AmountDue: 0, Status: 'PAID' });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 34 });
  });

  it('of a paid invoice stays open, and each refund is paid from it through its own account, partial ones too', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await pay(books, [invoiced]);
    const { parent } = await credited(books, [invoiced]);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66 });
    const parents = [invoiced, parent];
    const before = await books.moved('090');
    const first = await paidBack(books, parents, { amount: '40' });
    const second = await paidBack(books, parents, { number: '50012', amount: '20', method: '2' });
    expect([first.result, second.result]).toMatchObject([{ done: true }, { done: true }]);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 6 });
    expect([await books.moved('611'), (await books.moved('090')) - before]).toEqual([92, -20]);
  });

  it('leaves room for what was paid, though that gets there after it, so that each refund is paid from it', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const { parent, shipment } = await credited(books, [invoiced]);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66 });
    expect((await pay(books, [invoiced])).result).toMatchObject({ done: true });
    expect((await paidBack(books, [invoiced, parent])).result).toMatchObject({ done: true });
    expect(await books.app.step(RETURNS, 'allocate', [shipment])).toMatchObject([{ data: { allocated: '0' } }]);
    expect([(await bill(books)).AmountDue, (await credit(books, '5001')).RemainingCredit]).toEqual([0, 0]);
    expect(await books.moved('611')).toBe(66);
  });

  it('of an order that is partly paid is allocated to the rest, before its payment is there as well as after', async () => {
    const books = await ledger();
    const partly = order({ payments: [{ number: '501', amount: '100' }] });
    const parents = [await books.invoiced(partly)];
    const { shipment } = await credited(books, parents, {}, partly);
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 34 });
    expect(await books.app.find(RETURNS, [{ ...shipment, done: {} }])).toMatchObject([{ steps: ['create'] }]);
    expect(await books.app.step(RETURNS, 'allocate', [shipment])).toMatchObject([{ data: { allocated: '0' } }]);
    expect((await pay(books, parents, { amount: '100' })).result).toMatchObject({ done: true });
    expect(await bill(books)).toMatchObject({ AmountDue: 0, AmountCredited: 32 });
  });

  it('whose money stays as store credit leaves it open', async () => {
    const books = await ledger();
    const { parent } = await credited(books, [notSent('N1001', 'Before the start date.')]);
    expect(
      await books.build(REFUNDS, 'refund', refund({ method: '3' }), { order: order(), parents: [parent] }),
    ).toEqual({
      notDue: 'It stays with the store: the credit is left open in Xero.',
    });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66, Status: 'AUTHORISED' });
  });

  it('of an invoice from before the start date goes as unallocated credit: rule 2', async () => {
    const books = await ledger();
    const { document, result } = await credited(books, [
      notSent('N1001', 'It is dated before the integration start date.'),
    ]);
    expect(document.steps).toEqual(['create', 'verify']);
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, '5001')).toMatchObject({ RemainingCredit: 66 });
  });

  it('is allocated by one request, which is looked up and not repeated when its answer got lost', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    const [document] = await books.documents(RETURNS, 'return', returned(), { order: unpaid(), parents });
    books.app.faults.next('drop after', { when: ({ path }) => path.endsWith('/Allocations') });
    await expect(books.send(RETURNS, document!)).rejects.toThrow('before the app had answered');
    expect(books.app.exchanges.filter(({ url }) => url.includes('/Allocations'))).toHaveLength(1);
    const found = await books.app.find(RETURNS, [books.app.shipment(document!)]);
    expect(found).toMatchObject([{ steps: ['create', 'allocate'] }]);
    expect(await bill(books)).toMatchObject({ AmountCredited: 66 });
  });

  it('that is a draft waits for whoever approves it, and pays for its invoice then', async () => {
    const books = await ledger({ advanced: { status: 'DRAFT' } });
    const { document, shipment, result } = await credited(books, [await books.invoiced(unpaid())], {}, unpaid());
    const waits = (what: string) => ({
      label: 'Not approved',
      yields: true,
      waiting: expect.stringContaining(`once ${what} is approved`),
    });
    expect(result).toMatchObject(waits('5001'));
    const again = () => books.app.step(RETURNS, 'allocate', [shipment]);
    await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'AUTHORISED' });
    expect(await again()).toMatchObject([waits('N1001')]);
    await books.who.post('/Invoices/N1001', { InvoiceNumber: 'N1001', Status: 'AUTHORISED' });
    expect(await again()).toMatchObject([{ done: true, data: { allocated: '66' } }]);
    expect(await bill(books)).toMatchObject({ AmountDue: 66, AmountCredited: 66 });
    // One that was sent before anybody waited for that is caught up with.
    const before = { ...document, steps: ['create', 'verify'], done: ['create', 'verify'] };
    expect(await books.app.change(RETURNS, before, document)).toEqual({ steps: ['allocate'] });
    // And an update that was stopped on its way is taken up again.
    const stopped = { ...document, steps: ['create', 'update', 'verify', 'allocate'], done: ['create'] };
    expect(await books.app.change(RETURNS, stopped, document)).toEqual({ steps: ['update', 'verify', 'allocate'] });
  });

  it('that is a draft is for a person once somebody has deleted it, and done where its invoice is', async () => {
    const books = await ledger({ advanced: { status: 'DRAFT' } });
    const { shipment } = await credited(books, [await books.invoiced(order())]);
    await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', Status: 'DELETED' });
    const again = () => books.app.step(RETURNS, 'allocate', [shipment]);
    expect(await again()).toMatchObject([{ needsPerson: expect.stringContaining('no longer in force') }]);
    await books.who.post('/Invoices/N1001', { InvoiceNumber: 'N1001', Status: 'DELETED' });
    expect(await again()).toMatchObject([{ done: true, data: { allocated: '0' } }]);
  });

  it('is rounded within the tolerance, and refused beyond it: rule 7', async () => {
    const books = await ledger();
    const around = { order: order(), parents: [await books.invoiced(order())] };
    const [near] = await books.documents(RETURNS, 'return', returned({ total: '66.03' }), around);
    expect((await books.send(RETURNS, near!)).result).toMatchObject({ done: true });
    expect(await credit(books, '5001')).toMatchObject({ Total: 66.03 });
    expect(await books.build(RETURNS, 'return', returned({ total: '70' }), around)).toMatchObject({
      rejected: expect.stringContaining('apart'),
    });
  });

  it('is found by its number when its answer got lost, and made once', async () => {
    const books = await ledger();
    const { document } = await credited(books, [await books.invoiced(unpaid())], {}, unpaid());
    const lost = books.app.shipment(document);
    expect(await books.app.find(RETURNS, [lost])).toMatchObject([{ steps: ['create', 'allocate'] }]);
    expect(await books.app.step(RETURNS, 'create', [lost])).toEqual([{ exists: true }]);
    const somebodyElses = books.app.shipment({
      ...document,
      payload: { ...(document.payload as object), reference: 'By hand' },
    });
    expect(await books.app.step(RETURNS, 'create', [somebodyElses])).toMatchObject([{ rejected: expect.any(String) }]);
  });
});

describe('rule 7: a credit note that came to something else', () => {
  it('is a failure whatever the app said, and is read anew once somebody mended it', async () => {
    const books = await ledger();
    const parents = [await books.invoiced(order())];
    misbooks(books.twin, 'CreditNotes', aCentLess);
    const { shipment, result } = await credited(books, parents);
    const wrong = {
      needsPerson:
        '5001 comes to 65.98 AUD in Xero, but the store’s total is 66.00 AUD. Mend it in Xero, then try again.',
    };
    expect(result).toEqual(wrong);
    expect(await bill(books)).toMatchObject({ AmountCredited: 0 });
    const said = shipment.done.create!.data as object;
    const verify = () => books.app.step(RETURNS, 'verify', [shipment]);
    shipment.done.create!.data = { ...said, at: 0 };
    expect(await verify()).toEqual([wrong]);
    const LineItems = [{ Description: 'Mended', Quantity: 1, UnitAmount: 66, AccountCode: '200', TaxType: 'OUTPUT' }];
    await books.who.post('/CreditNotes/5001', { CreditNoteNumber: '5001', LineItems });
    expect(await verify()).toMatchObject([{ done: true }]);
  });
});

describe('rule 7: what a credit note pays of its invoice', () => {
  const opened = async () => {
    let now = NOW;
    const books = await ledger({ now: () => now, twin: { now: () => now } });
    const parents = [await books.invoiced(order())];
    const send = async () => {
      const { shipment, result } = await credited(books, parents, {}, unpaid());
      const again = () => {
        now += 600_000;
        return books.app.step(RETURNS, 'allocate', [shipment]);
      };
      return { shipment, result, again };
    };
    return { books, send };
  };

  it('is compared by the answer itself', async () => {
    const { books, send } = await opened();
    expect((await send()).result).toMatchObject({ done: true, data: { allocated: '66' } });
    expect(books.app.exchanges.at(-1)).toMatchObject({ method: 'PUT', purpose: 'Allocate the credit' });
  });

  it('is a failure when the app allocated something else, until that is taken off', async () => {
    const { books, send } = await opened();
    const { handle } = books.twin;
    misbooks(books.twin, 'Allocations', (one) => {
      one.Amount -= 0.01;
    });
    const { result, again, shipment } = await send();
    expect(result).toEqual({
      needsPerson:
        '5001 pays 65.99 AUD of N1001 in Xero instead of 66.00 AUD. Take that allocation off there, then try again.',
    });
    expect(await books.app.find(RETURNS, [shipment])).toMatchObject([{ steps: ['create'] }]);
    books.twin.handle = handle;
    const [{ AllocationID: id }] = (await credit(books, '5001')).Allocations;
    await books.who.ask('DELETE', `/CreditNotes/${shipment.done.create!.remoteId}/Allocations/${id}`);
    expect(await again()).toMatchObject([{ done: true, data: { allocated: '66' } }]);
    expect(await bill(books)).toMatchObject({ AmountDue: 66, AmountCredited: 66 });
  });

  it.each([
    ['right', (amount: number) => amount, { done: true, data: { allocated: '66' } }],
    ['wrong', () => 60, { needsPerson: expect.stringContaining('60.00 AUD of N1001 in Xero instead of 66.00 AUD') }],
  ])('is asked after where the answer doesn’t say it, and was %s', async (_, booked, outcome) => {
    const { books, send } = await opened();
    misbooks(books.twin, 'Allocations', (one) => {
      one.Amount = booked(one.Amount);
    });
    const { handle } = books.twin;
    books.twin.handle = async (request) => {
      const answer = await handle(request);
      return request.url.endsWith('/Allocations') ? Response.json({ Allocations: [] }) : answer;
    };
    expect((await send()).result).toMatchObject(outcome);
    expect(books.app.exchanges.at(-1)).toMatchObject({ method: 'GET', purpose: 'Look one up: CreditNotes' });
  });
});
