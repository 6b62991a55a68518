// What the app's rows look like, as far as this connector reads them. Anything may be missing: the app's pages list a subset, and
// plans and versions differ.

export interface Listed<Row> {
  Pagination?: { NumberOfItems?: number; PageNumber?: number; NumberOfPages?: number };
  Items?: Row[];
}

export interface CompanyRow {
  Guid?: string;
  CompanyName?: string;
  BaseCurrency?: { CurrencyCode?: string };
}

export interface TaxRow {
  TaxCode: string;
  Description?: string;
  TaxRate: number;
  CanApplyToRevenue?: boolean;
  Obsolete?: boolean;
}

export interface WarehouseRow {
  Guid?: string;
  WarehouseCode: string;
  WarehouseName?: string;
  Obsolete?: boolean;
}

export interface ProductRow {
  Guid: string;
  ProductCode: string;
  ProductDescription?: string;
  NeverDiminishing?: boolean;
  Obsolete?: boolean;
  TaxableSales?: boolean | null;
  XeroSalesTaxCode?: string | null;
  XeroSalesTaxRate?: number | null;
  AverageLandPrice?: number | null;
  DefaultPurchasePrice?: number | null;
}

export interface BillRow {
  Guid: string;
  Product?: { Guid?: string; ProductCode?: string };
  BillOfMaterialsLines?: { Product?: { Guid?: string; ProductCode?: string } | null; Quantity?: number }[];
  CanAutoAssemble?: boolean;
  Obsolete?: boolean;
}

export interface StockRow {
  ProductGuid: string;
  ProductCode: string;
  WarehouseCode?: string | null;
  QtyOnHand?: number;
  AllocatedQty?: number;
  AvgCost?: number;
  TotalCost?: number;
}

export interface CustomerRow {
  Guid: string;
  CustomerCode: string;
  CustomerName?: string;
  StopCredit?: boolean;
  Obsolete?: boolean;
}

export interface SalesOrderRow {
  Guid: string;
  OrderNumber: string;
  OrderStatus: string;
  OrderDate?: string | null;
  Customer?: { CustomerCode?: string; CustomerName?: string };
  Currency?: { CurrencyCode?: string };
  TaxTotal?: number;
  Total?: number;
  LastModifiedOn?: string | null;
  SourceId?: string | null;
  CustomerRef?: string | null;
  Comments?: string | null;
  Warehouse?: { WarehouseCode?: string };
  SalesOrderLines?: {
    Guid: string;
    LineNumber: number;
    OrderQuantity: number;
    LineTotal?: number;
    LineTax?: number;
    Product?: { Guid?: string; ProductCode?: string };
  }[];
}

export interface InvoiceRow {
  InvoiceNumber?: string;
}

export interface StockAdjustmentRow {
  Guid: string;
  AdjustmentNumber?: string;
  Status?: string;
  AdjustmentReason?: string;
  StockAdjustmentLines?: {
    Product?: { Guid?: string; ProductCode?: string };
    NewQuantity?: number;
    NewActualValue?: number | null;
    Comments?: string | null;
  }[];
}

export interface CreditNoteRow {
  Guid: string;
  CreditNumber?: string;
  Status?: string;
  Total?: number;
  TaxTotal?: number;
  Reference?: string | null;
  LastModifiedOn?: string;
}
