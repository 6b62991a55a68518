import { type Asker, type Body, line, made, sale } from '../../../plugins/xero/sandbox/testing.js';

const DAY = '2026-11-22';

/** Every endpoint once, as a client would come to it. */
export async function walk(who: Asker): Promise<void> {
  await walkSetUp(who);
  await walkContactsAndItems(who);
  await walkSales(who);
  await walkMoney(who);
}

async function walkSetUp(who: Asker): Promise<void> {
  for (const noun of [
    'Organisation',
    'Organisation/Actions',
    'Currencies',
    'Users',
    'BrandingThemes',
    'PurchaseOrders',
  ]) {
    await who.get(`/${noun}`);
  }
  await who.put('/Currencies', { Code: 'GBP' });
  const { body } = await who.put('/Accounts', { Code: '901', Name: 'Postage', Type: 'EXPENSE' });
  const account = `/Accounts/${body.Accounts[0].AccountID}`;
  await who.get('/Accounts');
  await who.get(account);
  await who.post(account, { Accounts: [{ Name: 'Postage and packing' }] });
  await who.ask('DELETE', account);
  await walkTaxesAndTracking(who);
}

async function walkTaxesAndTracking(who: Asker): Promise<void> {
  const rates = { TaxRates: [{ Name: 'Half', TaxComponents: [{ Name: 'GST', Rate: 5 }] }] };
  const rate = (await who.put('/TaxRates', rates)).body.TaxRates[0];
  await who.post('/TaxRates', { TaxRates: [{ TaxType: rate.TaxType, Status: 'DELETED' }] });
  await who.get('/TaxRates');
  await who.get('/TaxRates/OUTPUT');
  const category = (await who.put('/TrackingCategories', { Name: 'Region' })).body.TrackingCategories[0];
  const path = `/TrackingCategories/${category.TrackingCategoryID}`;
  const option = (await who.put(`${path}/Options`, { Name: 'North' })).body.Options[0];
  await who.post(`${path}/Options/${option.TrackingOptionID}`, { Name: 'Far north' });
  await who.post(path, { Name: 'Regions' });
  await who.get('/TrackingCategories');
  await who.get(path);
  await who.ask('DELETE', `${path}/Options/${option.TrackingOptionID}`);
  await who.ask('DELETE', path);
}

const ROSA = {
  Name: 'Rosa Lane',
  ContactNumber: 'rosa',
  FirstName: 'Rosa',
  EmailAddress: 'rosa@example.com',
  Addresses: [
    { AddressType: 'STREET', AddressLine1: '1 Fig Lane', City: 'Byron Bay', PostalCode: '2481', Country: 'Australia' },
  ],
  Phones: [{ PhoneType: 'MOBILE', PhoneNumber: '0400 000 000' }],
};

async function walkContactsAndItems(who: Asker): Promise<void> {
  const { ContactID } = await made(who, 'Contacts', ROSA, '?summarizeErrors=false');
  await who.post('/Contacts', { Contacts: [{ ContactNumber: 'rosa', Name: 'Rosa Lane-Moss' }] });
  await who.post(`/Contacts/${ContactID}`, { Contacts: [{ EmailAddress: 'rosa@example.org' }] });
  await lists(who, 'Contacts', ContactID);
  await who.get('/Contacts/rosa');
  const item = {
    Code: 'FERN',
    Name: 'Fern',
    SalesDetails: { UnitPrice: 9.9995, AccountCode: '200', TaxType: 'OUTPUT' },
  };
  const { ItemID } = await made(who, 'Items', item, '?unitdp=4');
  await who.post('/Items', { Items: [{ Code: 'FERN', Description: 'A fern' }] });
  await who.post(`/Items/${ItemID}`, { Items: [{ Code: 'FERN', Name: 'Fern, large' }] });
  await lists(who, 'Items', ItemID);
  const spare = await made(who, 'Items', { Code: 'SPARE' });
  await who.ask('DELETE', `/Items/${spare.ItemID}`);
}

/** In outline, by page, by filter, by change, and one by one, with its history. */
async function lists(who: Asker, noun: string, id: string): Promise<void> {
  await who.get(`/${noun}`);
  await who.get(`/${noun}?page=1&pageSize=1`);
  await who.get(`/${noun}?page=1`, { headers: { 'if-modified-since': '2026-01-01T00:00:00Z' } });
  await who.get(`/${noun}/${id}`);
  await who.put(`/${noun}/${id}/History`, { HistoryRecords: [{ Details: 'Seen' }] });
  await who.get(`/${noun}/${id}/History`);
}

const credit = (changes: object = {}) => ({
  Type: 'ACCRECCREDIT',
  Contact: { ContactNumber: 'rosa' },
  Date: DAY,
  Status: 'AUTHORISED',
  LineItems: [line({ AccountCode: '218' })],
  ...changes,
});

async function walkSales(who: Asker): Promise<void> {
  const tracked = line({ Tracking: [{ Name: 'Channel', Option: 'Web shop' }], DiscountRate: 10, ItemCode: 'FERN' });
  const rich = { Contact: { ContactNumber: 'rosa' }, Reference: 'Order 1001', Url: 'https://shop.example/1001' };
  const { InvoiceID } = await made(
    who,
    'Invoices',
    sale({ ...rich, LineItems: [tracked] }),
    '?summarizeErrors=false&unitdp=4',
  );
  await made(
    who,
    'Invoices',
    sale({ ...rich, Type: 'ACCPAY', InvoiceNumber: 'B1', LineItems: [line({ AccountCode: '310' })] }),
  );
  await who.put('/Invoices?summarizeErrors=false', {
    Invoices: [sale(), sale({ InvoiceNumber: 'D1', Status: 'DRAFT', LineItems: [line({ AccountCode: '476' })] })],
  });
  await who.post('/Invoices', { Invoices: [{ InvoiceNumber: 'D1', Reference: 'Later' }] });
  await who.post(`/Invoices/${InvoiceID}`, { Invoices: [{ InvoiceID, SentToContact: true }] });
  await who.post(`/Invoices/${InvoiceID}/Email`, {});
  await who.get(`/Invoices/${InvoiceID}/OnlineInvoice`);
  const { CreditNoteID } = await made(who, 'CreditNotes', credit({ CreditNoteNumber: 'R1' }));
  await who.post('/CreditNotes', { CreditNotes: [{ CreditNoteID, Reference: 'Return 1' }] });
  await who.post(`/CreditNotes/${CreditNoteID}`, { CreditNotes: [{ Reference: 'Return 1001' }] });
  await allocateAndBack(who, 'CreditNotes', CreditNoteID, InvoiceID);
  await lists(who, 'CreditNotes', CreditNoteID);
  await made(who, 'Payments', { Invoice: { InvoiceID }, Account: { Code: '611' }, Date: DAY, Amount: 10 });
  await lists(who, 'Invoices', InvoiceID);
  const order = (await who.get('/PurchaseOrders?page=1')).body.PurchaseOrders[0];
  await lists(who, 'PurchaseOrders', order.PurchaseOrderID);
}

/** Allocates twice and takes one back, so that the invoice shows the other. */
async function allocateAndBack(who: Asker, noun: string, id: string, InvoiceID: string): Promise<void> {
  const give = () =>
    who.put(`/${noun}/${id}/Allocations`, { Allocations: [{ Amount: 1, Date: DAY, Invoice: { InvoiceID } }] });
  const { body } = await give();
  await give();
  await who.ask('DELETE', `/${noun}/${id}/Allocations/${body.Allocations[0].AllocationID}`);
}

const money = (Type: string, changes: object = {}) => ({
  Type,
  Contact: { ContactNumber: 'rosa' },
  BankAccount: { Code: '090' },
  Date: DAY,
  Reference: 'OP-1',
  LineItems: [{ Description: 'Paid', Quantity: 1, UnitAmount: 20 }],
  ...changes,
});

async function walkMoney(who: Asker): Promise<void> {
  const { InvoiceID } = await made(who, 'Invoices', sale({ Contact: { ContactNumber: 'rosa' }, InvoiceNumber: 'M1' }));
  const over = await made(who, 'BankTransactions', money('RECEIVE-OVERPAYMENT'));
  await allocateAndBack(who, 'Overpayments', over.OverpaymentID, InvoiceID);
  const pre = await made(who, 'BankTransactions', money('RECEIVE-PREPAYMENT', { LineItems: [line()] }));
  await allocateAndBack(who, 'Prepayments', pre.PrepaymentID, InvoiceID);
  const refund = (target: object) =>
    made(who, 'Payments', { ...target, Account: { Code: '090' }, Date: DAY, Amount: 2 });
  await refund({ Overpayment: { OverpaymentID: over.OverpaymentID } });
  await refund({ Prepayment: { PrepaymentID: pre.PrepaymentID } });
  await lists(who, 'Overpayments', over.OverpaymentID);
  await lists(who, 'Prepayments', pre.PrepaymentID);
  await who.get('/Overpayments?References=OP-1');
  await who.get(`/Invoices/${InvoiceID}`);
  await walkPayments(who, InvoiceID);
  await walkBank(who);
}

async function walkPayments(who: Asker, InvoiceID: string): Promise<void> {
  const pay = { Invoice: { InvoiceID }, Account: { Code: '090' }, Date: DAY, Amount: 5, Reference: 'P-1' };
  const { PaymentID } = await made(who, 'Payments', pay, '?summarizeErrors=false');
  await who.post('/Payments', pay);
  await who.post(`/Payments/${PaymentID}`, { Status: 'DELETED' });
  await lists(who, 'Payments', PaymentID);
  const batch = () =>
    made(who, 'BatchPayments', { Account: pay.Account, Date: DAY, Payments: [{ Invoice: pay.Invoice, Amount: 3 }] });
  const [first, second] = [await batch(), await batch()];
  await lists(who, 'BatchPayments', first.BatchPaymentID);
  await who.get(`/Payments/${first.Payments[0].PaymentID}`);
  await who.post('/BatchPayments', { BatchPaymentID: first.BatchPaymentID, Status: 'DELETED' });
  await who.post(`/BatchPayments/${second.BatchPaymentID}`, { Status: 'DELETED' });
}

async function walkBank(who: Asker): Promise<void> {
  const fee = money('SPEND', { LineItems: [line({ AccountCode: '405' })] });
  const { BankTransactionID } = await made(who, 'BankTransactions', fee);
  const again = { ...fee, BankTransactionID, Status: 'DELETED' };
  await who.post('/BankTransactions', { BankTransactions: [fee] });
  await who.post(`/BankTransactions/${BankTransactionID}`, { BankTransactions: [again] });
  await lists(who, 'BankTransactions', BankTransactionID);
  const banks = (await who.get('/Accounts?where=Type%3D%3D%22BANK%22')).body.Accounts.map(({ AccountID }: Body) => ({
    AccountID,
  }));
  const transfer = () =>
    made(who, 'BankTransfers', { FromBankAccount: banks[0], ToBankAccount: banks[1], Amount: 9, Date: DAY });
  const [first, second] = [await transfer(), await transfer()];
  await lists(who, 'BankTransfers', first.BankTransferID);
  await who.post('/BankTransfers', { BankTransfers: [{ BankTransferID: first.BankTransferID, Status: 'DELETED' }] });
  await who.post(`/BankTransfers/${second.BankTransferID}`, { Status: 'DELETED' });
  await who.get('/BankTransactions?page=1');
  const lines = [
    { LineAmount: 7, AccountCode: '310' },
    { LineAmount: -7, AccountCode: '631' },
  ];
  const journal = { Narration: 'Goods sold', Date: DAY, JournalLines: lines };
  const { ManualJournalID } = await made(who, 'ManualJournals', journal);
  await who.post('/ManualJournals', { ManualJournals: [{ ...journal, ManualJournalID, Status: 'POSTED' }] });
  await who.post(`/ManualJournals/${ManualJournalID}`, {
    ManualJournals: [{ Narration: 'Goods sold', Status: 'VOIDED' }],
  });
  await lists(who, 'ManualJournals', ManualJournalID);
}

const NOBODY = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

/** Every refusal that has a shape of its own. */
export async function walkWrongly(who: Asker): Promise<void> {
  const elements: Record<string, object> = {
    Contacts: { Name: 'Web Sales' },
    Items: { Code: 'POT-SAUCER' },
    Invoices: sale({ Contact: {} }),
    CreditNotes: credit({ Contact: { ContactID: NOBODY } }),
    Payments: { Invoice: { InvoiceNumber: 'FF-1001' }, Account: { Code: '611' }, Amount: 100_000 },
    BankTransactions: money('SPEND', { BankAccount: { Code: '611' } }),
    BatchPayments: { Account: { Code: '090' }, Payments: [] },
    BankTransfers: { FromBankAccount: { Code: '090' }, ToBankAccount: { Code: '090' }, Amount: 1 },
    ManualJournals: { Narration: 'Unbalanced', JournalLines: [{ LineAmount: 1, AccountCode: '310' }] },
  };
  for (const [noun, element] of Object.entries(elements)) {
    await who.put(`/${noun}`, { [noun]: [element] });
    await who.put(`/${noun}?summarizeErrors=false`, { [noun]: [element] });
    await who.put(`/${noun}`, 'no json');
    await who.get(`/${noun}/${NOBODY}`);
  }
  await who.put('/Accounts', { Code: '200', Name: 'Sales', Type: 'REVENUE' });
  await who.put('/TaxRates', { TaxRates: [{ Name: 'GST on Income' }] });
  await who.post('/CreditNotes', { CreditNotes: [credit({ CreditNoteID: NOBODY })] });
  await who.put('/TrackingCategories', { Name: 'Channel' });
}
