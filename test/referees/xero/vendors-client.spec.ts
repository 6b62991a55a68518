import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BankTransaction, Contact, CreditNote, Invoice, LineAmountTypes, Payment, XeroClient } from 'xero-node';
import { createSandbox, type XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { type ServedSandbox, serveSandbox } from '../../../src/sandboxes/sandbox-server.js';
import { leadHostsTo } from './leading.js';

const BACK = 'http://localhost:3000/callback';
const SCOPES = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.contacts',
  'accounting.settings',
];

let twin: XeroSandbox;
let served: ServedSandbox;
let xero: XeroClient;

beforeEach(async () => {
  twin = createSandbox({ sales: 0 });
  served = await serveSandbox(twin);
  leadHostsTo(served.url);
  xero = new XeroClient({
    clientId: twin.oauthClient.id,
    clientSecret: twin.oauthClient.secret,
    redirectUris: [BACK],
    scopes: SCOPES,
    state: 'st4te',
  });
});

afterEach(() => served.stop());

/** Opens the consent page as a browser would, ticks every organisation and comes back. */
async function connect(): Promise<string> {
  const consent = new URL(await xero.buildConsentUrl());
  const page = await fetch(`${served.url}${consent.pathname}${consent.search}`);
  const boxes = [...(await page.text()).matchAll(/name="organisation" value="([^"]+)"/g)].map(([, id]) => id!);
  const form = new URLSearchParams({ decision: 'allow' });
  for (const id of boxes) form.append('organisation', id);
  const posted = await fetch(page.url, { method: 'POST', body: form, redirect: 'manual' });
  await xero.apiCallback(posted.headers.get('location') ?? '');
  const [fern] = await xero.updateTenants();
  return twin.organisations().find(({ name }) => name === fern!.tenantName)!.id;
}

const invoice = (invoiceNumber: string, contactID: string): Invoice => ({
  type: Invoice.TypeEnum.ACCREC,
  contact: { contactID },
  invoiceNumber,
  date: '2026-11-20',
  dueDate: '2026-11-27',
  lineAmountTypes: LineAmountTypes.Inclusive,
  status: Invoice.StatusEnum.AUTHORISED,
  lineItems: [{ description: 'Fern', quantity: 2, unitAmount: 27.5, accountCode: '200', taxType: 'OUTPUT' }],
});

/** The vendor's client rejects with a text. */
const refusal = async (
  happens: Promise<unknown>,
): Promise<{ response: { statusCode: number; headers: Record<string, string> }; body: unknown }> =>
  happens.then(
    () => expect.unreachable('It should have been refused'),
    (error: string) => JSON.parse(error),
  );

describe("the vendor's own client", () => {
  it('connects by consent, checks its id token, and reads every organisation', async () => {
    await connect();
    expect(xero.readTokenSet().claims()).toMatchObject({ iss: 'https://identity.xero.com', given_name: 'Fern' });
    expect(xero.tenants.map(({ orgData }) => orgData.name).sort()).toEqual([
      'Fern & Fig Pty Ltd',
      'Kōwhai & Co Limited',
    ]);
    expect(xero.tenants.map(({ orgData }) => String(orgData.baseCurrency)).sort()).toEqual(['AUD', 'NZD']);
  });

  it('refreshes, and is refused with a token that was replaced long ago', async () => {
    await connect();
    const { refresh_token: first } = xero.readTokenSet();
    const { refresh_token: second } = await xero.refreshToken();
    expect(second).not.toBe(first);
    await xero.refreshWithRefreshToken(twin.oauthClient.id, twin.oauthClient.secret, second!);
    twin.revoke();
    await expect(xero.refreshToken()).rejects.toThrow('invalid_grant');
  });

  it('connects without a person, as a custom connection', async () => {
    const custom = new XeroClient({
      clientId: twin.credentials.clientId!,
      clientSecret: twin.credentials.clientSecret!,
      grantType: 'client_credentials',
    });
    expect(await custom.getClientCredentialsToken()).not.toHaveProperty('refresh_token');
    const { body } = await custom.accountingApi.getOrganisations('');
    expect(body.organisations?.[0]?.name).toBe('Fern & Fig Pty Ltd');
  });

  it('disconnects an organisation and revokes the rest', async () => {
    const fern = await connect();
    const connection = xero.tenants.find(({ tenantId }) => tenantId === fern)!;
    await xero.disconnect(connection.id);
    expect(await xero.updateTenants(false)).toHaveLength(1);
    expect((await refusal(xero.accountingApi.getOrganisations(fern))).response.statusCode).toBe(403);
    await xero.revokeToken();
  });

  it('reads what is set up', async () => {
    const fern = await connect();
    const api = xero.accountingApi;
    const { accounts } = (await api.getAccounts(fern)).body;
    expect(accounts?.filter(({ enablePaymentsToAccount }) => enablePaymentsToAccount).length).toBeGreaterThan(3);
    const { taxRates } = (await api.getTaxRates(fern)).body;
    expect(taxRates?.find(({ taxType }) => taxType === 'OUTPUT')).toMatchObject({ effectiveRate: 10 });
    expect((await api.getTrackingCategories(fern)).body.trackingCategories?.[0]?.options).toHaveLength(3);
    expect((await api.getItems(fern)).body.items).toHaveLength(3);
  });

  it('creates contacts, invoices and payments, and sees what became of them', async () => {
    const fern = await connect();
    const api = xero.accountingApi;
    const contacts: Contact[] = [{ name: 'Rosa Lane', contactNumber: 'rosa', emailAddress: 'rosa@example.com' }];
    const contact = (await api.createContacts(fern, { contacts })).body.contacts![0]!;
    const invoices = [invoice('N1', contact.contactID!), invoice('N1', contact.contactID!)];
    const made = (await api.createInvoices(fern, { invoices }, false, 4, 'key-1')).body.invoices!;
    expect(made.map(({ statusAttributeString }) => statusAttributeString)).toEqual(['OK', 'ERROR']);
    expect(made[1]!.validationErrors?.[0]?.message).toBe('Invoice # must be unique.');
    expect(made[0]).toMatchObject({ total: 55, totalTax: 5, amountDue: 55 });
    expect(made[0]!.date).toEqual(new Date('2026-11-20'));
    const { invoiceID } = made[0]!;
    const payments: Payment[] = [{ invoice: { invoiceID }, account: { code: '611' }, date: '2026-11-21', amount: 55 }];
    const payment = (await api.createPayments(fern, { payments })).body.payments![0]!;
    const paid = (await api.getInvoice(fern, invoiceID!)).body.invoices![0]!;
    expect(paid).toMatchObject({ status: 'PAID', amountDue: 0, payments: [{ paymentID: payment.paymentID }] });
    await api.deletePayment(fern, payment.paymentID!, { status: 'DELETED' });
    expect((await api.getInvoice(fern, invoiceID!)).body.invoices![0]).toMatchObject({ status: 'AUTHORISED' });
  });

  it('credits and takes what was paid too much', async () => {
    const fern = await connect();
    const api = xero.accountingApi;
    const { contactID } = (await api.getContacts(fern)).body.contacts![0]!;
    const { invoiceID } = (await api.createInvoices(fern, { invoices: [invoice('N1', contactID!)] })).body
      .invoices![0]!;
    const creditNotes: CreditNote[] = [
      {
        ...invoice('', contactID!),
        invoiceNumber: undefined,
        type: CreditNote.TypeEnum.ACCRECCREDIT,
        status: CreditNote.StatusEnum.AUTHORISED,
      } as CreditNote,
    ];
    const { creditNoteID } = (await api.createCreditNotes(fern, { creditNotes })).body.creditNotes![0]!;
    const allocations = [{ amount: 5, date: '2026-11-21', invoice: { invoiceID } }];
    const [given] = (await api.createCreditNoteAllocation(fern, creditNoteID!, { allocations })).body.allocations!;
    await api.deleteCreditNoteAllocations(fern, creditNoteID!, given!.allocationID!);
    const bankTransactions: BankTransaction[] = [
      {
        type: BankTransaction.TypeEnum.RECEIVEOVERPAYMENT,
        contact: { contactID },
        bankAccount: { code: '090' },
        date: '2026-11-21',
        reference: 'OP-1',
        lineItems: [{ description: 'Paid twice', quantity: 1, unitAmount: 5 }],
      },
    ];
    const over = (await api.createBankTransactions(fern, { bankTransactions })).body.bankTransactions![0]!;
    expect((await api.getOverpayment(fern, over.overpaymentID!)).body.overpayments![0]).toMatchObject({
      remainingCredit: 5,
    });
  });

  it('pages with lines, and asks for what changed', async () => {
    const fern = await connect();
    const api = xero.accountingApi;
    const { contactID } = (await api.getContacts(fern)).body.contacts![0]!;
    const invoices = Array.from({ length: 5 }, (_, at) => invoice(`N${at}`, contactID!));
    await api.createInvoices(fern, { invoices }, false, 4);
    const page = (number: number, since?: Date) =>
      api.getInvoices(
        fern,
        since,
        undefined,
        'InvoiceNumber ASC',
        undefined,
        undefined,
        undefined,
        undefined,
        number,
        false,
        false,
        4,
        false,
        2,
      );
    const first = (await page(1)).body;
    expect(first.pagination).toMatchObject({ page: 1, pageSize: 2, pageCount: 3, itemCount: 5 });
    expect(first.invoices?.map(({ invoiceNumber, lineItems }) => [invoiceNumber, lineItems?.length])).toEqual([
      ['N0', 1],
      ['N1', 1],
    ]);
    expect((await page(3)).body.invoices).toHaveLength(1);
    expect((await page(1, new Date(Date.now() + 60_000))).body.pagination?.itemCount).toBe(0);
    const where = 'Status=="AUTHORISED" AND Date>=DateTime(2026,11,20)';
    expect((await api.getInvoices(fern, undefined, where)).body.invoices).toHaveLength(5);
  });

  it('is told when it asks too often', async () => {
    const fern = await connect();
    twin.setLimits({ perMinute: 1 });
    await xero.accountingApi.getOrganisations(fern);
    const { response } = await refusal(xero.accountingApi.getOrganisations(fern));
    expect([response.statusCode, response.headers['x-rate-limit-problem']]).toEqual([429, 'minute']);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(55);
  });
});
