import type { Customer } from './customers.js';
import type { Mention } from './product.js';
import type { Tax } from './taxes.js';
import type { Warehouse } from './warehouses.js';

export type OrderStatus = 'Parked' | 'Placed' | 'Backordered' | 'Completed' | 'Deleted';

export interface SalesOrderLine {
  Guid: string;
  LineNumber: number;
  LineType: string | null;
  Product: Mention;
  DueDate: string | null;
  OrderQuantity: number;
  UnitPrice: number;
  UnitCost: number;
  DiscountRate: number;
  LineTotal: number;
  TaxRate: number;
  LineTax: number;
  LineTaxCode: string;
  XeroTaxCode: string | null;
  BCUnitPrice: number;
  BCLineTotal: number;
  BCLineTax: number;
  Volume: number | null;
  Weight: number | null;
  Comments: string | null;
  XeroSalesAccount: string | null;
  CostOfGoodsAccount: string | null;
  SerialNumbers: unknown[];
  BatchNumbers: unknown[];
  LastModifiedOn: string;
}

/** The texts of an order that the app keeps as they come, with their longest lengths. */
export const ORDER_TEXTS = [
  ['CustomOrderStatus', 15],
  ['CustomerRef', 500],
  ['Comments', 2048],
  ['DeliveryName', 500],
  ['DeliveryStreetAddress', 500],
  ['DeliveryStreetAddress2', 500],
  ['DeliverySuburb', 500],
  ['DeliveryCity', 500],
  ['DeliveryRegion', 500],
  ['DeliveryPostCode', 50],
  ['DeliveryCountry', 500],
  ['DeliveryInstruction', 500],
  ['DeliveryMethod', 50],
  ['SalesOrderGroup', 50],
  ['SourceId', 500],
  ['SalesAccount', 50],
  ['XeroTaxCode', 50],
] as const;

type OrderTexts = Record<(typeof ORDER_TEXTS)[number][0], string | null>;

export interface SalesOrder extends OrderTexts {
  Guid: string;
  OrderNumber: string;
  OrderStatus: OrderStatus;
  OrderDate: string;
  RequiredDate: string | null;
  CompletedDate: string | null;
  ReceivedDate: string | null;
  PaymentDueDate: string | null;
  Customer: Pick<Customer, 'Guid' | 'CustomerCode' | 'CustomerName'>;
  Warehouse: Pick<Warehouse, 'Guid' | 'WarehouseCode' | 'WarehouseName'>;
  Currency: { CurrencyCode: string };
  ExchangeRate: number;
  DiscountRate: number;
  Tax: Tax;
  TaxRate: number;
  SubTotal: number;
  TaxTotal: number;
  Total: number;
  BCSubTotal: number;
  BCTaxTotal: number;
  BCTotal: number;
  TotalVolume: number;
  TotalWeight: number;
  SalesOrderLines: SalesOrderLine[];
  CreatedBy: string;
  CreatedOn: string;
  LastModifiedBy: string;
  LastModifiedOn: string;
}

/** Only these set stock aside. */
export const isOpen = (order: SalesOrder): boolean =>
  order.OrderStatus === 'Placed' || order.OrderStatus === 'Backordered';
