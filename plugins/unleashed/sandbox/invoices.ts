import { found, ok } from './answers.js';
import { daysAfter, wireDate, writtenInstant } from './dates.js';
import { ordered, page } from './paging.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { SalesOrder, SalesOrderLine } from './sales-order.js';
import type { Shop } from './shop.js';

type InvoiceLine = Pick<
  SalesOrderLine,
  | 'Guid'
  | 'LineNumber'
  | 'LineType'
  | 'Product'
  | 'OrderQuantity'
  | 'UnitPrice'
  | 'DiscountRate'
  | 'LineTotal'
  | 'LineTax'
  | 'TaxRate'
  | 'Comments'
> & { InvoiceQuantity: number };

export interface Invoice {
  Guid: string;
  InvoiceNumber: string;
  InvoiceStatus: 'Completed';
  InvoiceDate: string;
  DueDate: string;
  OrderNumber: string;
  OrderDate: string;
  Customer: SalesOrder['Customer'];
  CustomerRef: string | null;
  Comments: string | null;
  SourceId: string | null;
  Currency: SalesOrder['Currency'];
  ExchangeRate: number;
  PaymentTerm: string | null;
  Tax: SalesOrder['Tax'];
  SubTotal: number;
  TaxTotal: number;
  Total: number;
  BCSubTotal: number;
  BCTaxTotal: number;
  BCTotal: number;
  InvoiceLines: InvoiceLine[];
  CreatedOn: string;
  LastModifiedOn: string;
}

const USUAL_TERM = 14;

/** The invoice a completed order leaves behind: dated on completion, for exactly what was ordered. */
export function invoiceFor(shop: Shop, order: SalesOrder): Invoice {
  const now = shop.now();
  return {
    Guid: shop.guid('invoice', order.Guid),
    InvoiceNumber: shop.nextNumber('INV'),
    InvoiceStatus: 'Completed',
    InvoiceDate: wireDate(now),
    DueDate: order.PaymentDueDate ?? wireDate(daysAfter(now, USUAL_TERM)),
    OrderNumber: order.OrderNumber,
    OrderDate: order.OrderDate,
    Customer: order.Customer,
    CustomerRef: order.CustomerRef,
    Comments: order.Comments,
    SourceId: order.SourceId,
    Currency: order.Currency,
    ExchangeRate: order.ExchangeRate,
    PaymentTerm: shop.customers.get(order.Customer.Guid)?.PaymentTerm ?? null,
    Tax: order.Tax,
    SubTotal: order.SubTotal,
    TaxTotal: order.TaxTotal,
    Total: order.Total,
    BCSubTotal: order.BCSubTotal,
    BCTaxTotal: order.BCTaxTotal,
    BCTotal: order.BCTotal,
    InvoiceLines: order.SalesOrderLines.map((line) => invoiceLine(shop, line)),
    CreatedOn: wireDate(now),
    LastModifiedOn: wireDate(now),
  };
}

const invoiceLine = (shop: Shop, line: SalesOrderLine): InvoiceLine => ({
  Guid: shop.guid('invoice-line', line.Guid),
  LineNumber: line.LineNumber,
  LineType: line.LineType,
  Product: line.Product,
  OrderQuantity: line.OrderQuantity,
  InvoiceQuantity: line.OrderQuantity,
  UnitPrice: line.UnitPrice,
  DiscountRate: line.DiscountRate,
  LineTotal: line.LineTotal,
  LineTax: line.LineTax,
  TaxRate: line.TaxRate,
  Comments: line.Comments,
});

function list(shop: Shop, { page: number, query }: Call) {
  const [invoiceNumber, orderNumber] = [query.lower('invoiceNumber'), query.lower('orderNumber')];
  const [code, statuses] = [query.lower('customerCode'), query.list('invoiceStatus')];
  const [start, end] = [query.instant('startDate') ?? 0, query.end('endDate') ?? Number.MAX_VALUE];
  const serial = query.text('serialBatch');
  const chosen = shop
    .modifiedSince(shop.invoices.all(), query.instant('modifiedSince'))
    .filter((invoice) => !invoiceNumber || invoice.InvoiceNumber.toLowerCase() === invoiceNumber)
    .filter((invoice) => !orderNumber || invoice.OrderNumber.toLowerCase() === orderNumber)
    .filter((invoice) => !code || invoice.Customer.CustomerCode.toLowerCase() === code)
    .filter((invoice) => statuses?.includes(invoice.InvoiceStatus.toLowerCase()) ?? true)
    .filter((invoice) => writtenInstant(invoice.InvoiceDate) >= start && writtenInstant(invoice.InvoiceDate) < end)
    .filter((invoice) => !serial || soldNumber(shop, invoice, serial));
  const sorted = ordered(chosen, query, (invoice) => invoice.InvoiceNumber);
  return page(sorted, number, query, (invoice) => JSON.stringify(invoice));
}

const soldNumber = (shop: Shop, invoice: Invoice, serial: string): boolean => {
  const order = shop.orders.find((one) => one.OrderNumber === invoice.OrderNumber);
  const numbers = order?.SalesOrderLines.flatMap((line) => [...line.SerialNumbers, ...line.BatchNumbers]) ?? [];
  return numbers.some((one) => JSON.stringify(one).includes(JSON.stringify(serial)));
};

export const invoiceRoutes: Route[] = [
  ...listRoutes('Invoices', list),
  {
    method: 'GET',
    path: '/Invoices/*',
    answer: (shop, { guid }) => ok(found(shop.invoices.get(guid), 'The invoice')),
  },
];
