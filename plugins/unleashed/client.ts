import { type Context, type HttpAnswer, type HttpRequest, NoAnswer, Reconnect, TryLater } from 'patchbay/sdk';
import { nextMonth } from './dates.js';
import type {
  BillRow,
  CompanyRow,
  CreditNoteRow,
  CustomerRow,
  InvoiceRow,
  Listed,
  ProductRow,
  SalesOrderRow,
  StockAdjustmentRow,
  StockRow,
  TaxRow,
  WarehouseRow,
} from './wire.js';
import { type Wrong, wordsOf, wrongsOf } from './wrongs.js';

type Query = HttpRequest['query'];
type Fields = Record<string, unknown>;

/** Where an interrupted reading goes on. */
export interface Place {
  page: number;
}

/** What came of a write: the app's copy of it, or why it said no. */
export type Said<Row> = { row: Partial<Row> } | { wrongs: Wrong[] };

/** The app's API as the tasks use it. Nobody else knows its addresses, its paging and its ways of saying no. */
export class UnleashedApi {
  constructor(private readonly ctx: Pick<Context, 'http' | 'now' | 'advanced'>) {}

  /** Every page of a list, with the place behind it. Pages are numbered in the path and so are never part of what is signed. */
  async *pages<Row extends Fields>(resource: string, query: Query, from?: Partial<Place>) {
    for (let page = from?.page ?? 1; ; page++) {
      const { Items: rows = [], Pagination: about = {} } = await this.page<Row>(resource, page, query);
      yield { rows, bookmark: { page: page + 1 } satisfies Place, total: about.NumberOfItems };
      if (rows.length === 0 || page >= (about.NumberOfPages ?? 0)) return;
    }
  }

  async company(): Promise<CompanyRow> {
    const [company] = await this.all<CompanyRow>('Companies');
    if (!company) throw new Error('Unleashed named no company.');
    return company;
  }

  warehouses = () => this.all<WarehouseRow>('Warehouses');
  taxes = () => this.all<TaxRow>('Taxes');
  bills = () => this.all<BillRow>('BillOfMaterials');

  /** The first products of which code or name holds the text. */
  async productsLike(search: string): Promise<ProductRow[]> {
    const query = { product: plainBegin(search) || undefined };
    return (await this.page<ProductRow>('Products', 1, query)).Items ?? [];
  }

  productCoded(code: string): Promise<ProductRow | undefined> {
    const query = { productCode: plainBegin(code) || undefined, includeObsolete: true };
    return this.first<ProductRow>('Products', query, (row) => row.ProductCode === code);
  }

  customerCoded(code: string): Promise<CustomerRow | undefined> {
    const query = { customerCode: plainBegin(code) || undefined, includeObsolete: true };
    return this.first<CustomerRow>('Customers', query, (row) => row.CustomerCode === code);
  }

  createCustomer(guid: string, customer: Fields): Promise<Said<CustomerRow>> {
    return this.write('POST', `Customers/${guid}`, customer, 'Create the customer');
  }

  /** What one warehouse holds of these products. The app leaves out what never moved. */
  async stockOf(guids: string[], warehouseCode: string): Promise<StockRow[]> {
    return this.all<StockRow>('StockOnHand', { productId: guids.join(','), warehouseCode });
  }

  /** Orders that set stock aside. */
  openOrders(): Promise<SalesOrderRow[]> {
    return this.all<SalesOrderRow>('SalesOrders', { orderStatus: 'Placed,Backordered' });
  }

  /** A customer's orders of these days. */
  ordersOf(customerCode: string, startDate: string, endDate: string): Promise<SalesOrderRow[]> {
    const query = { customerCode: plainBegin(customerCode) || undefined, startDate, endDate };
    return this.all<SalesOrderRow>('SalesOrders', query);
  }

  /** The order of a number; no other filter counts beside it. */
  async ordersNumbered(orderNumber: string): Promise<SalesOrderRow[]> {
    if (plainBegin(orderNumber) !== orderNumber) return [];
    return (await this.page<SalesOrderRow>('SalesOrders', 1, { orderNumber, pageSize: 10 })).Items ?? [];
  }

  order(guid: string): Promise<SalesOrderRow | undefined> {
    return this.one<SalesOrderRow>(`SalesOrders/${guid}`, 'Look the sales order up');
  }

  createOrder(guid: string, order: Fields): Promise<Said<SalesOrderRow>> {
    return this.write('POST', `SalesOrders/${guid}`, { Guid: guid, ...order }, 'Create the sales order');
  }

  updateOrder(guid: string, order: Fields, purpose = 'Update the sales order'): Promise<Said<SalesOrderRow>> {
    return this.write('PUT', `SalesOrders/${guid}`, order, purpose);
  }

  completeOrder(guid: string): Promise<Said<SalesOrderRow>> {
    return this.write('POST', `SalesOrders/${guid}/Complete`, undefined, 'Complete the sales order');
  }

  deleteOrder(guid: string): Promise<Said<SalesOrderRow>> {
    return this.write('DELETE', `SalesOrders/${guid}`, undefined, 'Delete the sales order');
  }

  deleteOrderLine(guid: string): Promise<Said<Fields>> {
    return this.write('DELETE', `SalesOrders/Lines/${guid}`, undefined, 'Take a line out of the sales order');
  }

  /** The number of the invoice that completing an order made. */
  async invoiceNumber(orderNumber: string): Promise<string | undefined> {
    const { Items: rows = [] } = await this.page<InvoiceRow>('Invoices', 1, { orderNumber, pageSize: 1 });
    return rows[0]?.InvoiceNumber;
  }

  createFreeCredit(credit: Fields): Promise<Said<CreditNoteRow>> {
    return this.write('POST', 'CreditNotes/FreeCredit', credit, 'Create the credit note');
  }

  completeCredit(guid: string): Promise<Said<CreditNoteRow>> {
    return this.write('POST', `CreditNotes/${guid}/Complete`, undefined, 'Complete the credit note');
  }

  creditNote(guid: string): Promise<CreditNoteRow | undefined> {
    return this.one<CreditNoteRow>(`CreditNotes/${guid}`, 'Look the credit note up');
  }

  /** The app's filters know no references. */
  creditReferring(reference: string, since: string): Promise<CreditNoteRow | undefined> {
    return this.first<CreditNoteRow>('CreditNotes', { startDate: since }, (row) => row.Reference === reference);
  }

  adjustment(guid: string): Promise<StockAdjustmentRow | undefined> {
    return this.one<StockAdjustmentRow>(`StockAdjustments/${guid}`, 'Look the stock adjustment up');
  }

  /** Adjustments of a warehouse from this day on. */
  adjustmentsSince(adjustmentDate: string, warehouseCode: string): Promise<StockAdjustmentRow[]> {
    return this.all<StockAdjustmentRow>('StockAdjustments', { adjustmentDate, warehouseCode });
  }

  createAdjustment(guid: string, adjustment: Fields): Promise<Said<StockAdjustmentRow>> {
    return this.write('POST', `StockAdjustments/${guid}`, { Guid: guid, ...adjustment }, 'Create the stock adjustment');
  }

  private async all<Row extends object>(resource: string, query: Query = {}): Promise<Row[]> {
    const all: Row[] = [];
    for await (const { rows } of this.pages<Row & Fields>(resource, query)) all.push(...rows);
    return all;
  }

  private async first<Row extends object>(resource: string, query: Query, fits: (row: Row) => boolean) {
    for await (const { rows } of this.pages<Row & Fields>(resource, query)) {
      const found = rows.find(fits);
      if (found) return found;
    }
    return undefined;
  }

  private async page<Row>(resource: string, page: number, query: Query): Promise<Listed<Row>> {
    const purpose = `Read ${RESOURCES[resource] ?? resource}, page ${page}`;
    const answer = await this.send({
      path: `${resource}/${page}`,
      query: { pageSize: Number(this.ctx.advanced.pageSize ?? 200), ...query },
      purpose,
    });
    if (answer.status !== 200) throw new Error(`${purpose}: ${wordsOf(answer)}`);
    const listed = parsed<Listed<Row>>(answer);
    if (!Array.isArray(listed.Items ?? [])) throw new Error(`${purpose}: Unleashed listed something that is no list.`);
    return listed;
  }

  private async one<Row>(path: string, purpose: string): Promise<Row | undefined> {
    const answer = await this.send({ path, purpose });
    if (answer.status === 404) return undefined;
    if (answer.status === 200) return parsed<Row>(answer);
    throw new Error(`${purpose}: ${wordsOf(answer)}`);
  }

  private async write<Row>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    json: Fields | undefined,
    purpose: string,
  ): Promise<Said<Row>> {
    const answer = await this.send({ method, path, json, purpose });
    if (answer.status >= 300) return { wrongs: wrongsOf(answer) };
    // What was taken out is answered by nothing.
    return { row: answer.body.trim() === '' ? ({} as Partial<Row>) : parsed<Partial<Row>>(answer) };
  }

  private async send(request: HttpRequest): Promise<HttpAnswer> {
    const headers = { 'client-type': String(this.ctx.advanced.clientType ?? 'patchbay/hub') };
    const answer = await this.ctx.http.send({ ...request, headers });
    if (answer.status === 401 || answer.status === 403 || answer.status === 402) throw this.turnedAway(answer);
    return answer;
  }

  /** A used-up month and a wrong signature come with the same status; only the words tell them apart. */
  private turnedAway(answer: HttpAnswer): Error {
    const words = wordsOf(answer);
    if (answer.status !== 402 && !/quota|limit|exceeded|used up/i.test(words)) {
      return new Reconnect(
        'Unleashed does not accept this API id and key. The account owner finds those that hold in Unleashed.',
      );
    }
    const now = this.ctx.now();
    const until = nextMonth(now);
    const day = new Date(until).toISOString().slice(0, 10);
    return new TryLater({
      seconds: Math.ceil((until - now) / 1000),
      why: `Unleashed's monthly requests are used up. It opens again on ${day}, 00:00 UTC, or once more are bought there.`,
    });
  }
}

const RESOURCES: Record<string, string> = {
  BillOfMaterials: 'bills of materials',
  Companies: 'the company',
  CreditNotes: 'credit notes',
  Customers: 'customers',
  Invoices: 'invoices',
  Products: 'products',
  SalesOrders: 'sales orders',
  StockOnHand: 'stock on hand',
  Suppliers: 'suppliers',
  Taxes: 'tax rates',
  Warehouses: 'warehouses',
};

/**
 * What a text begins with, as far as encoded and unencoded are the same: the app signs the unencoded query, and a signature that
 * differs would look like a wrong key. Its code filters mean 'begins with', so a beginning is enough.
 */
const plainBegin = (text: string): string => /^[\w.-]*/.exec(text)![0];

function parsed<T>({ body, status }: HttpAnswer): T {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Below: the same as any other answer that says nothing.
  }
  throw new NoAnswer(`Unleashed answered ${status} with something that can't be read.`);
}
