import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type XeroSandbox } from '../index.js';
import { type Asker, asker, type Body, line, made, sale, wrongs } from '../testing.js';

let twin: XeroSandbox;
let who: Asker;

beforeEach(async () => {
  twin = createSandbox({ now: () => Date.UTC(2026, 10, 24), sales: 0, limits: false });
  who = await asker(twin);
});

const names = (list: Body[]) => list.map((one) => one.Name);

describe('setting up', () => {
  it('tells the organisation, its currency and its clock', async () => {
    expect((await who.get('/Organisation')).body.Organisations).toMatchObject([
      { Name: 'Fern & Fig Pty Ltd', BaseCurrency: 'AUD', Timezone: 'AUSEASTERNSTANDARDTIME', Version: 'AU' },
    ]);
  });

  it('lists accounts that take payments, and the one for rounding by what it is for', async () => {
    const { Accounts } = (await who.get('/Accounts')).body;
    expect(names(Accounts.filter((account: Body) => account.EnablePaymentsToAccount))).toContain('Stripe Clearing');
    const rounding = await who.get(`/Accounts?where=${encodeURIComponent('SystemAccount=="ROUNDING"')}`);
    expect(names(rounding.body.Accounts)).toEqual(['Rounding']);
  });

  it('takes one account and one tax rate per request, and passes over the rest', async () => {
    const account = (Code: string) => ({ Code, Name: `Account ${Code}`, Type: 'EXPENSE' });
    const { body } = await who.put('/Accounts', { Accounts: [account('901'), account('902')] });
    expect(names(body.Accounts)).toEqual(['Account 901']);
    expect((await who.get('/Accounts/902')).status).toBe(404);
    const again = await who.put('/Accounts', account('901'));
    expect(wrongs(again.body)).toEqual(['Please enter a unique Code.', 'Please enter a unique Name.']);
    const rate = (Name: string) => ({ Name, TaxComponents: [{ Name: 'GST', Rate: 12.5 }] });
    const made = await who.put('/TaxRates', { TaxRates: [rate('One'), rate('Two')] });
    expect(made.body.TaxRates).toMatchObject([{ Name: 'One', TaxType: 'TAX001', EffectiveRate: 12.5 }]);
  });

  it('hides archived accounts from documents', async () => {
    twin.archiveAccount('210');
    const lines = [line({ AccountCode: '210' })];
    expect(wrongs((await who.put('/Invoices', { Invoices: [sale({ LineItems: lines })] })).body)).toEqual([
      "Account code '210' is not a valid code for this document.",
    ]);
  });

  it('tracks lines by category and option, at most two categories at a time', async () => {
    const tracking = [{ Name: 'Channel', Option: 'Web shop' }];
    const { LineItems } = await made(who, 'Invoices', sale({ LineItems: [line({ Tracking: tracking })] }));
    expect(LineItems[0].Tracking).toMatchObject(tracking);
    const wrong = [line({ Tracking: [{ Name: 'Channel', Option: 'Moon' }] })];
    expect(
      wrongs((await who.put('/Invoices', { Invoices: [sale({ InvoiceNumber: 'N2', LineItems: wrong })] })).body),
    ).toEqual(["The option 'Moon' does not exist in the tracking category 'Channel'."]);
    const category = (await who.put('/TrackingCategories', { Name: 'Region' })).body.TrackingCategories[0];
    const option = await who.put(`/TrackingCategories/${category.TrackingCategoryID}/Options`, { Name: 'North' });
    expect(option.body.Options).toMatchObject([{ Name: 'North' }]);
    expect((await who.put('/TrackingCategories', { Name: 'Third' })).status).toBe(400);
  });
});

describe('contacts', () => {
  it('own their name while they are active', async () => {
    const { body } = await who.put('/Contacts', { Contacts: [{ Name: 'Web Sales' }] });
    expect(wrongs(body)).toEqual([
      'The contact name Web Sales is already assigned to another contact. The contact name must be unique across all active contacts.',
    ]);
    twin.archiveContact('Web Sales');
    expect((await who.put('/Contacts', { Contacts: [{ Name: 'Web Sales' }] })).status).toBe(200);
  });

  it('are found by the number a client gave them, and updated by it', async () => {
    await made(who, 'Contacts', { Name: 'Rosa', ContactNumber: 'rosa@example' });
    const { body } = await who.post('/Contacts', { Contacts: [{ ContactNumber: 'rosa@example', Name: 'Rosa Lane' }] });
    expect(body.Contacts).toMatchObject([{ Name: 'Rosa Lane' }]);
    expect((await who.get('/Contacts/rosa%40example')).body.Contacts).toMatchObject([{ Name: 'Rosa Lane' }]);
    expect((await who.put('/Contacts', { Contacts: [{ ContactNumber: 'rosa@example', Name: 'Other' }] })).status).toBe(
      400,
    );
  });

  it('that are archived are hidden and no use for documents', async () => {
    const { Contact } = await made(who, 'Invoices', sale());
    twin.archiveContact('Web Sales');
    expect(names((await who.get('/Contacts?page=1')).body.Contacts)).not.toContain('Web Sales');
    expect(names((await who.get('/Contacts?page=1&includeArchived=true')).body.Contacts)).toContain('Web Sales');
    const again = sale({ InvoiceNumber: 'N2', Contact: { ContactID: Contact.ContactID } });
    expect(wrongs((await who.put('/Invoices', { Invoices: [again] })).body)[0]).toContain('has been archived');
  });

  it('that were merged name who lives on', async () => {
    const { Contact } = await made(who, 'Invoices', sale());
    twin.mergeContacts('Web Sales', 'The Corner Nursery');
    const merged = (await who.get(`/Contacts/${Contact.ContactID}`)).body.Contacts[0];
    const { body } = await who.get('/Invoices/N1001');
    expect(merged).toMatchObject({ ContactStatus: 'ARCHIVED', MergedToContactID: body.Invoices[0].Contact.ContactID });
    expect(body.Invoices[0].Contact.Name).toBe('The Corner Nursery');
  });

  it('become customers with their first sale', async () => {
    const { Contact } = await made(who, 'Invoices', sale());
    expect((await who.get(`/Contacts/${Contact.ContactID}`)).body.Contacts).toMatchObject([
      { IsCustomer: true, IsSupplier: false, Balances: { AccountsReceivable: { Outstanding: 110, Overdue: 0 } } },
    ]);
  });

  it('change when a document says more than their id', async () => {
    const { Contact } = await made(who, 'Invoices', sale());
    const { ContactID } = Contact;
    await made(who, 'Invoices', sale({ InvoiceNumber: 'N2', Contact: { ContactID, EmailAddress: 'new@example.com' } }));
    expect((await who.get(`/Contacts/${ContactID}`)).body.Contacts[0].EmailAddress).toBe('new@example.com');
  });
});

describe('items', () => {
  it('are created by PUT, updated by POST, found by code and deleted', async () => {
    const item = { Code: 'FERN-1', Name: 'Fern', SalesDetails: { UnitPrice: 12.3456, AccountCode: '200' } };
    const { ItemID } = await made(who, 'Items', item, '?unitdp=4');
    expect((await who.get('/Items/FERN-1?unitdp=4')).body.Items[0].SalesDetails.UnitPrice).toBe(12.3456);
    expect((await who.get('/Items/FERN-1')).body.Items[0].SalesDetails.UnitPrice).toBe(12.35);
    expect(wrongs((await who.put('/Items', { Items: [item] })).body)).toEqual([
      "Price List Item with Code ''FERN-1'' already exists",
    ]);
    expect((await who.post('/Items', { Items: [{ Code: 'FERN-1', Name: 'New fern' }] })).body.Items).toMatchObject([
      { ItemID, Name: 'New fern' },
    ]);
    expect((await who.put('/Items', { Items: [{ Code: 'X'.repeat(31) }] })).status).toBe(400);
    expect((await who.ask('DELETE', `/Items/${ItemID}`)).status).toBe(204);
    expect((await who.get('/Items/FERN-1')).status).toBe(404);
  });

  it('fill in what a line leaves out', async () => {
    const { LineItems } = await made(who, 'Invoices', sale({ LineItems: [{ ItemCode: 'POT-SAUCER', Quantity: 2 }] }));
    expect(LineItems).toMatchObject([
      { Description: 'Pot saucer', UnitAmount: 8.5, AccountCode: '200', TaxType: 'OUTPUT', LineAmount: 17 },
    ]);
    const wrong = sale({ InvoiceNumber: 'N2', LineItems: [line({ ItemCode: 'NONE' })] });
    expect(wrongs((await who.put('/Invoices', { Invoices: [wrong] })).body)).toEqual(["Item code 'NONE' is not valid"]);
  });
});
