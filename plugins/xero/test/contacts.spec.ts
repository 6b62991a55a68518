import { describe, expect, it } from 'vitest';
import { asker } from '../sandbox/testing.js';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

async function shop(options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  const who = await asker(twin);
  const contact = async (number: string) =>
    (await who.get(`/Contacts/${encodeURIComponent(number)}`)).body.Contacts?.[0];
  return { app, twin, who, contact, ...(await shopOf(app)) };
}

const order = (more: Parameters<typeof invoice>[1] = {}) => invoice([line('FERN', 1, '11')], more);

describe('contacts', () => {
  it('are made with the first invoice of a customer, under the customer’s own name', async () => {
    const { sale, send, contact } = await shop();
    await send(await sale(order()));
    const { shipment } = await send(await sale(order({ number: 'N2', email: 'other@mond.example' })));
    const found = await contact('almond');
    expect(found).toMatchObject({ Name: 'Al Mond', EmailAddress: 'other@mond.example' });
    // From then on the customer is linked, so that the next invoice needs no look-up.
    expect(shipment.done.create).toMatchObject({
      links: [{ type: 'customer', key: 'almond', remoteId: found.ContactID }],
    });
  });

  it('are named by id in documents, and by nothing else', async () => {
    const { app, sale, send } = await shop();
    await send(await sale(order()));
    const sent = app.exchanges.find(({ purpose }) => purpose === 'Create 1 invoice')!;
    expect(Object.keys(JSON.parse(sent.body!).Invoices[0].Contact)).toEqual(['ContactID']);
  });

  it('link to one that somebody entered by hand, when nothing speaks against it', async () => {
    const { sale, send, who, contact } = await shop();
    const { body } = await who.put('/Contacts', { Contacts: [{ Name: 'Al Mond', EmailAddress: 'al@mond.example' }] });
    expect((await send(await sale(order()))).result).toMatchObject({ done: true });
    expect(await contact('almond')).toMatchObject({ ContactID: body.Contacts[0].ContactID, Name: 'Al Mond' });
  });

  it('have a name of their own where a namesake has theirs', async () => {
    const { sale, send, who, contact } = await shop();
    await who.put('/Contacts', { Contacts: [{ Name: 'Al Mond', EmailAddress: 'somebody@else.example' }] });
    expect((await send(await sale(order()))).result).toMatchObject({ done: true });
    expect(await contact('almond')).toMatchObject({ Name: 'Al Mond (almond)' });
  });

  it('of two stores are kept apart by their prefixes', async () => {
    const { sale } = await shop({ advanced: { invoicePrefix: 'W-' } });
    expect((await sale(order())).payload.contact.number).toBe('W-almond');
    const long = await sale(order({ username: 'x'.repeat(90) }));
    expect(long.payload.contact.number).toHaveLength(50);
  });

  it('stand for guests together', async () => {
    const { sale, send } = await shop();
    const document = await sale(order({ username: null }));
    expect(document.payload.contact).toEqual({ name: 'Web customers' });
    expect((await send(document)).result).toMatchObject({ done: true });
    expect((await send(await sale(order({ number: 'N2', username: null })))).result).toMatchObject({ done: true });
  });

  it('that are linked already need no request of their own', async () => {
    const { app, sale, send, who } = await shop();
    const { body } = await who.put('/Contacts', { Contacts: [{ Name: 'Linked' }] });
    const remoteId = body.Contacts[0].ContactID;
    const parents = [{ task: 'export-contacts', key: 'almond', state: 'exported' as const, remoteId, parts: [] }];
    expect(await app.parents('export-invoices', app.record('invoice', order()))).toEqual([
      { task: 'export-contacts', key: 'almond' },
    ]);
    const before = app.exchanges.length;
    await send(await sale(order(), [], parents));
    expect(app.exchanges.slice(before).map(({ purpose }) => purpose)).toEqual(['Create 1 invoice']);
  });
});

describe('a contact that is known', () => {
  const known = (remoteId: string) => [
    { task: 'export-contacts', key: 'almond', state: 'exported' as const, remoteId, parts: [] },
  ];
  const stocked = async () => {
    const opened = await shop();
    const { body } = await opened.who.put('/Contacts', {
      Contacts: ['Al Mond', 'Almond & Co', 'Almond Group', 'Others'].map((Name) => ({ Name })),
    });
    const ids = body.Contacts.map(({ ContactID }: { ContactID: string }) => ContactID) as string[];
    const sales = await Promise.all(
      [ids[0]!, ids[3]!].map((id, at) => opened.sale(order({ number: `N${at + 1}` }), [], known(id))),
    );
    const create = () =>
      opened.app.step(
        'export-invoices',
        'create',
        sales.map((document) => opened.app.shipment(document)),
      );
    return { ...opened, ids, create };
  };

  it('is followed to the one that somebody merged it into, as often as that was done', async () => {
    const { twin, who, ids, create } = await stocked();
    twin.mergeContacts('Al Mond', 'Almond & Co');
    twin.mergeContacts('Almond & Co', 'Almond Group');
    expect(await create()).toMatchObject([
      { done: true, links: [{ key: 'almond', remoteId: ids[2] }] },
      { done: true, links: [{ key: 'almond', remoteId: ids[3] }] },
    ]);
    const { body } = await who.get('/Invoices/N1');
    expect(body.Invoices[0].Contact).toMatchObject({ ContactID: ids[2], Name: 'Almond Group' });
  });

  it('is for a person where it was only archived, and keeps no other back', async () => {
    const { twin, create } = await stocked();
    twin.archiveContact('Al Mond');
    expect(await create()).toMatchObject([{ rejected: expect.stringContaining('Restore it there') }, { done: true }]);
  });
});

describe('the task “Export customers as contacts”', () => {
  const customer = {
    username: 'almond',
    name: 'Al Mond',
    company: 'Nuts & Co',
    email: 'al@mond.example',
    active: true,
  };

  it('keeps linked ones up to date, and leaves the others to their first invoice', async () => {
    const { app, who, contact } = await shop();
    const record = app.record('customer', customer);
    expect(await app.build('export-contacts', record)).toEqual({
      notDue: 'It becomes a contact with the first invoice.',
    });
    const { body } = await who.put('/Contacts', { Contacts: [{ Name: 'Nuts', ContactNumber: 'almond' }] });
    const remoteId: string = body.Contacts[0].ContactID;
    const built = await app.build('export-contacts', { ...record, remoteId });
    if (!('payload' in built)) throw new Error(JSON.stringify(built));
    const item = { recordId: 1, key: 'almond', remoteId, payload: built.payload };
    expect(await app.send('export-contacts', [item])).toEqual([{ done: true, remoteId }]);
    expect(await contact('almond')).toMatchObject({ Name: 'Nuts & Co', FirstName: 'Al', LastName: 'Mond' });
  });

  it('leaves alone what one was merged into, and says where one was archived', async () => {
    const { app, twin, who } = await shop();
    const { body } = await who.put('/Contacts', { Contacts: [{ Name: 'Nuts' }, { Name: 'Seeds' }, { Name: 'Group' }] });
    const [merged, archived] = body.Contacts.map(({ ContactID }: { ContactID: string }) => ContactID) as string[];
    twin.mergeContacts('Nuts', 'Group');
    twin.archiveContact('Seeds');
    const items = [merged!, archived!].map((id, at) => ({
      recordId: at + 1,
      key: `customer-${at}`,
      remoteId: id,
      payload: { id, customer: `customer-${at}`, number: `customer-${at}`, name: `Renamed ${at}` },
    }));
    expect(await app.send('export-contacts', items)).toEqual([
      { done: true, remoteId: merged },
      { rejected: expect.stringContaining('Restore it there') },
    ]);
    const { Contacts } = (await who.get('/Contacts?page=1')).body;
    expect(Contacts.map(({ Name }: { Name: string }) => Name)).toContain('Group');
  });

  it('makes contacts of all customers where the merchant wants that', async () => {
    const { app, contact } = await shop({ advanced: { contacts: 'all' } });
    const built = await app.build('export-contacts', app.record('customer', customer));
    if (!('payload' in built)) throw new Error(JSON.stringify(built));
    const [said] = await app.send('export-contacts', [{ recordId: 1, key: 'almond', payload: built.payload }]);
    expect(said).toMatchObject({ done: true });
    expect(await contact('almond')).toMatchObject({ Name: 'Nuts & Co' });
  });
});
