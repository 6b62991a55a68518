import { wireDay } from '../dates.js';
import type { Order, OrderLine } from './order.js';

/** An order as the app takes it. Amounts become JSON numbers only here, and are written digit by digit as they stand. */
export function wireOrder(order: Order, sourceId: string) {
  const { customer, warehouse, tax, delivery = {}, salesAccount } = order;
  return {
    SourceId: sourceId,
    OrderDate: wireDay(order.date),
    OrderStatus: order.status,
    Customer: { CustomerCode: customer.code },
    CustomerRef: order.customerRef,
    Warehouse: { WarehouseCode: warehouse },
    Currency: { CurrencyCode: order.currency },
    ExchangeRate: Number(order.exchangeRate),
    DiscountRate: 0,
    Tax: { TaxCode: tax.code, TaxRate: Number(tax.rate) },
    TaxRate: Number(tax.rate),
    SubTotal: Number(order.subTotal),
    TaxTotal: Number(order.taxTotal),
    Total: Number(order.total),
    ...(salesAccount && { SalesAccount: salesAccount }),
    DeliveryName: delivery.name ?? null,
    DeliveryStreetAddress: delivery.street1 ?? null,
    DeliveryStreetAddress2: delivery.street2 ?? null,
    DeliverySuburb: delivery.city ?? null,
    DeliveryRegion: delivery.region ?? null,
    DeliveryPostCode: delivery.postcode ?? null,
    DeliveryCountry: delivery.country ?? null,
    DeliveryInstruction: delivery.note?.slice(0, 500) ?? null,
    SalesOrderLines: order.lines.map((line, at) => wireLine(line, at + 1, salesAccount)),
  };
}

function wireLine(line: OrderLine, number: number, salesAccount: string | undefined) {
  return {
    LineNumber: number,
    Product: { ProductCode: line.sku },
    OrderQuantity: Number(line.quantity),
    UnitPrice: Number(line.unitPrice),
    DiscountRate: 0,
    LineTotal: Number(line.total),
    LineTax: Number(line.tax),
    TaxRate: Number(line.taxRate),
    LineTaxCode: line.taxCode,
    XeroTaxCode: line.taxCode,
    ...(salesAccount && { XeroSalesAccount: salesAccount }),
  };
}
