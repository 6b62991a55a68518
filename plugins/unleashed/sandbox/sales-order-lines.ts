import { wireDate } from './dates.js';
import { quotient, sum, product as times } from './decimals.js';
import type { Form } from './form.js';
import { mention, type Product } from './product.js';
import type { SalesOrder, SalesOrderLine } from './sales-order.js';
import type { Shop } from './shop.js';
import { saleTax, type Tax } from './taxes.js';

/** What a line takes from its order where it says nothing itself. */
export interface LineDefaults {
  order: string;
  tax: Tax | undefined;
  discountRate: number;
  exchangeRate: number;
}

const REQUIRED = ['LineNumber', 'Product', 'OrderQuantity', 'UnitPrice', 'LineTotal', 'LineTax'];

export function readLine(shop: Shop, form: Form, defaults: LineDefaults, before?: SalesOrderLine) {
  if (!before) form.require(...REQUIRED);
  const product = namedProduct(shop, form) ?? shop.products.get(before?.Product.Guid ?? '');
  const tax = readTax(shop, form, defaults, before);
  if (!product || !tax) return undefined;
  const line = amounts(form, defaults, tax, before);
  const number = form.number('LineNumber') ?? before?.LineNumber ?? 0;
  return {
    Guid: before?.Guid ?? form.text('Guid', 36)?.toLowerCase() ?? shop.guid('order-line', defaults.order, number),
    LineNumber: number,
    LineType: form.text('LineType', 50) ?? before?.LineType ?? null,
    Product: mention(product),
    DueDate: optionalDate(form, before?.DueDate ?? null),
    UnitCost: product.AverageLandPrice,
    ...line,
    LineTaxCode: tax.TaxCode,
    XeroTaxCode: form.text('XeroTaxCode', 50) ?? before?.XeroTaxCode ?? tax.TaxCode,
    Volume: null,
    Weight: product.Weight === null ? null : times(4, product.Weight, line.OrderQuantity),
    Comments: form.text('Comments', 1024) ?? before?.Comments ?? null,
    XeroSalesAccount: form.text('XeroSalesAccount', 50) ?? before?.XeroSalesAccount ?? null,
    CostOfGoodsAccount: form.text('CostOfGoodsAccount', 50) ?? before?.CostOfGoodsAccount ?? null,
    SerialNumbers: form.items('SerialNumbers') ?? before?.SerialNumbers ?? [],
    BatchNumbers: form.items('BatchNumbers') ?? before?.BatchNumbers ?? [],
    LastModifiedOn: wireDate(shop.now()),
  } satisfies SalesOrderLine;
}

function optionalDate(form: Form, before: string | null): string | null {
  const instant = form.instant('DueDate');
  return instant === undefined ? before : wireDate(instant);
}

function namedProduct(shop: Shop, form: Form): Product | undefined {
  const named = form.child('Product');
  if (!named) return undefined;
  const [guid, code] = [named.text('Guid'), named.text('ProductCode')];
  const product = guid ? shop.products.get(guid) : shop.products.coded(code ?? '');
  const name = code ?? guid ?? '';
  if (!product) return named.problem('ProductCode', `Product ${name} does not exist.`, 'NotFound');
  if (product.Obsolete) return named.problem('ProductCode', `Product ${name} is obsolete.`, 'Obsolete');
  if (!product.IsSellable) return named.problem('ProductCode', `Product ${name} is not sellable.`, 'NotSellable');
  return product;
}

function readTax(shop: Shop, form: Form, defaults: LineDefaults, before?: SalesOrderLine): Tax | undefined {
  const code = form.text('LineTaxCode', 25) ?? before?.LineTaxCode;
  const tax = code === undefined ? defaults.tax : saleTax(shop, form, 'LineTaxCode', code);
  const rate = form.number('TaxRate');
  if (tax && rate !== undefined && rate !== tax.TaxRate) {
    return form.problem('TaxRate', `The rate of ${tax.TaxCode} is ${tax.TaxRate}, not ${rate}.`, 'Invalid');
  }
  return tax;
}

function amounts(form: Form, defaults: LineDefaults, tax: Tax, before?: SalesOrderLine) {
  const quantity = form.number('OrderQuantity') ?? before?.OrderQuantity ?? 1;
  if (quantity <= 0) form.problem('OrderQuantity', 'OrderQuantity must be more than nought.', 'Invalid');
  const price = form.number('UnitPrice') ?? before?.UnitPrice ?? 0;
  const discount = form.number('DiscountRate') ?? before?.DiscountRate ?? defaults.discountRate;
  if (discount < 0 || discount > 1) form.problem('DiscountRate', 'DiscountRate must be from 0 to 1.', 'Invalid');
  const total = times(2, quantity, price, sum(1, -discount));
  const lineTax = times(2, total, tax.TaxRate);
  checkAmount(form, 'LineTotal', total);
  checkAmount(form, 'LineTax', lineTax);
  const inBase = (amount: number, places: number) => quotient(places, amount, defaults.exchangeRate);
  return {
    OrderQuantity: quantity,
    UnitPrice: price,
    DiscountRate: discount,
    LineTotal: total,
    TaxRate: tax.TaxRate,
    LineTax: lineTax,
    BCUnitPrice: inBase(price, 4),
    BCLineTotal: inBase(total, 2),
    BCLineTax: inBase(lineTax, 2),
  };
}

/** The app adds up for itself and refuses a total that differs. */
export function checkAmount(form: Form, field: string, amount: number): void {
  const said = form.number(field);
  if (said === undefined || said === amount) return;
  form.problem(field, `${field} should be ${amount.toFixed(2)}, not ${said}.`, 'TotalMismatch');
}

/** What the lines of an order come to. */
export function totals(lines: readonly SalesOrderLine[], exchangeRate: number) {
  const subTotal = sum(...lines.map((line) => line.LineTotal));
  const taxTotal = sum(...lines.map((line) => line.LineTax));
  const total = sum(subTotal, taxTotal);
  const inBase = (amount: number) => quotient(2, amount, exchangeRate);
  return {
    SubTotal: subTotal,
    TaxTotal: taxTotal,
    Total: total,
    BCSubTotal: inBase(subTotal),
    BCTaxTotal: inBase(taxTotal),
    BCTotal: inBase(total),
    TotalVolume: 0,
    TotalWeight: sum(...lines.map((line) => line.Weight ?? 0)),
  } satisfies Partial<SalesOrder>;
}
