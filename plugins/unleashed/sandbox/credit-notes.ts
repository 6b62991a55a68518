import { type Answer, created, found, ok, refused } from './answers.js';
import { namedCustomer } from './customers.js';
import { wireDate, writtenInstant } from './dates.js';
import { product as times } from './decimals.js';
import { Form } from './form.js';
import { ordered, page } from './paging.js';
import { type Mention, mention, type Product } from './product.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { SalesOrder } from './sales-order.js';
import { checkAmount, totals } from './sales-order-lines.js';
import type { Shop } from './shop.js';
import { averageCost } from './stock.js';
import { saleTax } from './taxes.js';
import { namedWarehouse } from './warehouses.js';

export interface CreditLine {
  Guid: string;
  LineNumber: number;
  Product: Mention;
  CreditQuantity: number;
  CreditPrice: number;
  LineTotal: number;
  LineTax: number;
  TaxRate: number;
  LineTaxCode: string;
  Reason: string;
  /** The goods go back on the shelf when the note is completed. */
  Return: boolean;
  Comments: string | null;
}

export interface CreditNote {
  Guid: string;
  CreditNumber: string;
  Status: 'Parked' | 'Completed' | 'Deleted';
  CreditDate: string;
  Customer: SalesOrder['Customer'];
  Warehouse: SalesOrder['Warehouse'];
  Reference: string | null;
  Comment: string | null;
  ExchangeRate: number;
  SubTotal: number;
  TaxTotal: number;
  Total: number;
  CreditLines: CreditLine[];
  CreatedOn: string;
  LastModifiedOn: string;
}

function list(shop: Shop, { page: number, query }: Call) {
  const [credit, status] = [query.lower('creditNumber'), query.lower('creditStatus')];
  const [start, end] = [query.instant('startDate') ?? 0, query.end('endDate') ?? Number.MAX_VALUE];
  const chosen = shop
    .modifiedSince(shop.credits.all(), query.instant('modifiedSince'))
    .filter((note) => (credit ? note.CreditNumber.toLowerCase() === credit : true))
    .filter((note) => (status ? note.Status.toLowerCase() === status : note.Status !== 'Deleted'))
    .filter((note) => writtenInstant(note.CreditDate) >= start && writtenInstant(note.CreditDate) < end);
  return page(
    ordered(chosen, query, (note) => note.CreditNumber),
    number,
    query,
    (note) => JSON.stringify(note),
  );
}

/** A credit that refers to no invoice. It is made under a guid of the app's own, so asking twice makes two. */
function create(shop: Shop, { body }: Call): Answer {
  const form = Form.of(body);
  form.require('Customer', 'Warehouse', 'CreditLines');
  const customer = namedCustomer(shop, form);
  const warehouse = namedWarehouse(shop, form);
  const guid = shop.guid('credit-note', shop.credits.size + 1);
  const lines = readLines(shop, form, guid);
  const exchangeRate = form.number('ExchangeRate') ?? 1;
  const { SubTotal, TaxTotal, Total } = totals(lines.map(asSold), exchangeRate);
  if (form.problems.length === 0) {
    for (const [name, amount] of Object.entries({ SubTotal, TaxTotal, Total })) checkAmount(form, name, amount);
  }
  form.settle();
  if (!customer || !warehouse) throw new Error('A settled form names its customer and warehouse');
  return created(
    shop.credits.put({
      Guid: guid,
      CreditNumber: shop.nextNumber('CR'),
      Status: 'Parked',
      CreditDate: wireDate(form.instant('CreditDate') ?? shop.now()),
      Customer: { Guid: customer.Guid, CustomerCode: customer.CustomerCode, CustomerName: customer.CustomerName },
      Warehouse: {
        Guid: warehouse.Guid,
        WarehouseCode: warehouse.WarehouseCode,
        WarehouseName: warehouse.WarehouseName,
      },
      Reference: form.text('Reference', 100) ?? null,
      Comment: form.text('Comment', 1024) ?? null,
      ExchangeRate: exchangeRate,
      SubTotal,
      TaxTotal,
      Total,
      CreditLines: lines,
      CreatedOn: wireDate(shop.now()),
      LastModifiedOn: wireDate(shop.now()),
    }),
  );
}

const asSold = (line: CreditLine) =>
  ({ LineTotal: line.LineTotal, LineTax: line.LineTax, Weight: 0 }) as Parameters<typeof totals>[0][number];

function readLines(shop: Shop, form: Form, guid: string): CreditLine[] {
  const forms = form.children('CreditLines') ?? [];
  if (forms.length === 0) form.problem('CreditLines', 'At least one line is needed.', 'Required');
  return forms.flatMap((line, at) => {
    line.require('Product', 'CreditQuantity', 'CreditPrice', 'Reason');
    const product = credited(shop, line);
    const tax = saleTax(shop, line, 'LineTaxCode', line.text('LineTaxCode', 25));
    if (!product || !tax) return [];
    const quantity = line.number('CreditQuantity') ?? 0;
    if (quantity <= 0) line.problem('CreditQuantity', 'CreditQuantity must be more than nought.', 'Invalid');
    const price = line.number('CreditPrice') ?? 0;
    const total = times(2, quantity, price);
    const lineTax = times(2, total, tax.TaxRate);
    checkAmount(line, 'LineTotal', total);
    checkAmount(line, 'LineTax', lineTax);
    return [
      {
        Guid: shop.guid('credit-line', guid, at),
        LineNumber: at + 1,
        Product: mention(product),
        CreditQuantity: quantity,
        CreditPrice: price,
        LineTotal: total,
        LineTax: lineTax,
        TaxRate: tax.TaxRate,
        LineTaxCode: tax.TaxCode,
        Reason: line.text('Reason', 50) ?? '',
        Return: line.flag('Return') ?? false,
        Comments: line.text('Comments', 1024) ?? null,
      },
    ];
  });
}

function credited(shop: Shop, line: Form): Product | undefined {
  const code = line.child('Product')?.text('ProductCode') ?? '';
  return (
    shop.products.coded(code) ?? line.problem('Product.ProductCode', `Product ${code} does not exist.`, 'NotFound')
  );
}

function complete(shop: Shop, { guid }: Call): Answer {
  const note = found(shop.credits.get(guid), 'The credit note');
  if (note.Status !== 'Parked') throw refused(`Credit note ${note.CreditNumber} is ${note.Status}.`);
  for (const { Product: product, CreditQuantity: quantity, Return: returns } of note.CreditLines) {
    if (!returns || shop.products.get(product.Guid)?.NeverDiminishing) continue;
    const level = shop.stock.level(product.Guid, note.Warehouse.Guid);
    const cost = level ? averageCost(level.quantity, level.value) : 0;
    shop.stock.receive(product.Guid, note.Warehouse.Guid, quantity, cost, shop.now());
  }
  return ok(shop.credits.put({ ...note, Status: 'Completed', LastModifiedOn: wireDate(shop.now()) }));
}

function remove(shop: Shop, { guid }: Call): Answer {
  const note = found(shop.credits.get(guid), 'The credit note');
  if (note.Status === 'Completed') throw refused(`Credit note ${note.CreditNumber} is completed.`);
  return ok(shop.credits.put({ ...note, Status: 'Deleted', LastModifiedOn: wireDate(shop.now()) }));
}

export const creditNoteRoutes: Route[] = [
  ...listRoutes('CreditNotes', list),
  {
    method: 'GET',
    path: '/CreditNotes/*',
    answer: (shop, { guid }) => ok(found(shop.credits.get(guid), 'The credit note')),
  },
  { method: 'POST', path: '/CreditNotes/FreeCredit', answer: create },
  { method: 'POST', path: '/CreditNotes/*/Complete', answer: complete },
  { method: 'DELETE', path: '/CreditNotes/*', answer: remove },
];
