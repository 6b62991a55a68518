import type { Problem } from './answers.js';
import { namedCustomer } from './customers.js';
import { wireDate } from './dates.js';
import type { Form } from './form.js';
import { ORDER_TEXTS, type OrderStatus, type SalesOrder, type SalesOrderLine } from './sales-order.js';
import { checkAmount, type LineDefaults, readLine, totals } from './sales-order-lines.js';
import type { Shop } from './shop.js';
import { saleTax, type Tax } from './taxes.js';
import { namedWarehouse } from './warehouses.js';

const REQUIRED = [
  'Customer',
  'Warehouse',
  'ExchangeRate',
  'OrderStatus',
  'Tax',
  'TaxRate',
  'SubTotal',
  'TaxTotal',
  'Total',
  'SalesOrderLines',
];

const STATUSES: readonly OrderStatus[] = ['Parked', 'Placed', 'Backordered'];

/** The order as it will be after a create or an update; throws the whole list of what is wrong with it. */
export function readOrder(shop: Shop, form: Form, guid: string, before?: SalesOrder): SalesOrder {
  if (!before) form.require(...REQUIRED);
  const customer = namedCustomer(shop, form) ?? before?.Customer;
  const warehouse = namedWarehouse(shop, form) ?? before?.Warehouse;
  const tax = readTax(shop, form) ?? before?.Tax;
  const exchangeRate = readExchangeRate(form, before);
  const discountRate = form.number('DiscountRate') ?? before?.DiscountRate ?? 0;
  const lines = readLines(shop, form, { order: guid, tax, discountRate, exchangeRate }, before);
  const sums = totals(lines, exchangeRate);
  const names = ['SubTotal', 'TaxTotal', 'Total'] as const;
  // A line that could not be read would only make every total look wrong too.
  if (form.problems.length === 0) for (const name of names) checkAmount(form, name, sums[name]);
  const heads = readHeads(shop, form, before);
  form.settle();
  if (!customer || !warehouse || !tax) throw new Error('A settled form names its customer, warehouse and tax');
  return {
    ...heads,
    Guid: guid,
    Customer: { Guid: customer.Guid, CustomerCode: customer.CustomerCode, CustomerName: customer.CustomerName },
    Warehouse: {
      Guid: warehouse.Guid,
      WarehouseCode: warehouse.WarehouseCode,
      WarehouseName: warehouse.WarehouseName,
    },
    Currency: shop.customers.get(customer.Guid)?.Currency ?? { CurrencyCode: 'AUD' },
    ExchangeRate: exchangeRate,
    DiscountRate: discountRate,
    Tax: tax,
    TaxRate: tax.TaxRate,
    ...sums,
    SalesOrderLines: lines,
    LastModifiedOn: wireDate(shop.now()),
  };
}

type Heads = Omit<
  SalesOrder,
  | 'Guid'
  | 'Customer'
  | 'Warehouse'
  | 'Currency'
  | 'ExchangeRate'
  | 'DiscountRate'
  | 'Tax'
  | 'TaxRate'
  | 'SalesOrderLines'
  | 'LastModifiedOn'
  | keyof ReturnType<typeof totals>
>;

function readHeads(shop: Shop, form: Form, before?: SalesOrder): Heads {
  const now = wireDate(shop.now());
  const date = (name: 'OrderDate' | 'RequiredDate' | 'ReceivedDate' | 'PaymentDueDate') => {
    const instant = form.instant(name);
    return instant === undefined ? (before?.[name] ?? null) : wireDate(instant);
  };
  return {
    ...readTexts(form, before),
    OrderNumber: readNumber(shop, form, before),
    OrderStatus: readStatus(form) ?? before?.OrderStatus ?? 'Parked',
    OrderDate: date('OrderDate') ?? now,
    RequiredDate: date('RequiredDate'),
    CompletedDate: null,
    ReceivedDate: date('ReceivedDate'),
    PaymentDueDate: date('PaymentDueDate'),
    CreatedBy: before?.CreatedBy ?? 'api',
    CreatedOn: before?.CreatedOn ?? now,
    LastModifiedBy: 'api',
  };
}

function readTexts(form: Form, before?: SalesOrder): Pick<SalesOrder, (typeof ORDER_TEXTS)[number][0]> {
  const texts = ORDER_TEXTS.map(([name, longest]) => {
    const kept = form.empties(name) ? null : (before?.[name] ?? null);
    return [name, form.text(name, longest) ?? kept] as const;
  });
  return Object.fromEntries(texts) as Record<(typeof ORDER_TEXTS)[number][0], string | null>;
}

/** Empty stands for "the next one": a number is only drawn once the order is known to be good. */
function readNumber(shop: Shop, form: Form, before?: SalesOrder): string {
  const number = form.text('OrderNumber', 20);
  if (number === undefined || number === before?.OrderNumber) return before?.OrderNumber ?? '';
  if (shop.orders.find((order) => order.OrderNumber === number)) {
    form.problem('OrderNumber', `Order number ${number} already exists.`, 'Duplicate');
  }
  return number;
}

function readStatus(form: Form): OrderStatus | undefined {
  const text = form.text('OrderStatus', 20);
  if (text === undefined) return undefined;
  const status = STATUSES.find((one) => one === text);
  if (status) return status;
  return form.problem(
    'OrderStatus',
    `OrderStatus cannot be set to ${text}; it must be ${STATUSES.join(', ')}.`,
    'Invalid',
  );
}

function readTax(shop: Shop, form: Form): Tax | undefined {
  const named = form.child('Tax');
  if (!named) return undefined;
  named.require('TaxCode');
  const tax = saleTax(shop, named, 'TaxCode', named.text('TaxCode', 25));
  if (!tax) return undefined;
  for (const where of [named, form]) {
    const rate = where.number('TaxRate');
    const wrong = rate !== undefined && rate !== tax.TaxRate;
    if (wrong) where.problem('TaxRate', `The rate of ${tax.TaxCode} is ${tax.TaxRate}, not ${rate}.`, 'Invalid');
  }
  return tax;
}

function readExchangeRate(form: Form, before?: SalesOrder): number {
  const rate = form.number('ExchangeRate') ?? before?.ExchangeRate ?? 1;
  if (rate > 0) return rate;
  form.problem('ExchangeRate', 'ExchangeRate must be more than nought.', 'Invalid');
  return 1;
}

/** Lines that an update leaves out stay; a line is taken out by deleting it. */
function readLines(shop: Shop, form: Form, defaults: LineDefaults, before?: SalesOrder): SalesOrderLine[] {
  const kept = new Set(before?.SalesOrderLines);
  const read: SalesOrderLine[] = [];
  for (const posted of form.children('SalesOrderLines') ?? []) {
    const old = [...kept].find((line) => isSameLine(line, posted));
    const line = readLine(shop, posted, defaults, old);
    if (old) kept.delete(old);
    if (!line) continue;
    const twice = [...kept, ...read].some((other) => other.LineNumber === line.LineNumber || other.Guid === line.Guid);
    if (twice) posted.problem('LineNumber', `Line ${line.LineNumber} is there twice.`, 'Duplicate');
    read.push(line);
  }
  const lines = [...kept, ...read].sort((a, b) => a.LineNumber - b.LineNumber);
  if (lines.length === 0 && noLineProblems(form.problems)) {
    form.problem('SalesOrderLines', 'At least one line is needed.', 'Required');
  }
  return lines;
}

function isSameLine(line: SalesOrderLine, posted: Form): boolean {
  const guid = posted.text('Guid', 36)?.toLowerCase();
  return guid ? line.Guid === guid : line.LineNumber === posted.number('LineNumber');
}

const noLineProblems = (problems: readonly Problem[]) =>
  !problems.some((problem) => problem.Field.startsWith('SalesOrderLines'));
