/** The ten price levels, kept in their order; on the wire they are SellPriceTier1 to SellPriceTier10. */
export const TIER_NAMES = [
  'Trade',
  'Wholesale',
  'VIP',
  'Staff',
  'Market stall',
  'Tier 6',
  'Tier 7',
  'Tier 8',
  'Tier 9',
  'Tier 10',
] as const;

/** A product as the twin keeps it: the wire's fields, with the tiers as plain prices. */
export interface Product {
  Guid: string;
  ProductCode: string;
  ProductDescription: string;
  Barcode: string | null;
  PackSize: number | null;
  Width: number | null;
  Height: number | null;
  Depth: number | null;
  Weight: number | null;
  MinStockAlertLevel: number | null;
  MaxStockAlertLevel: number | null;
  ReOrderPoint: number | null;
  UnitOfMeasure: { Guid: string; Name: string; Obsolete: boolean } | null;
  NeverDiminishing: boolean;
  LastCost: number;
  DefaultPurchasePrice: number;
  DefaultSellPrice: number;
  CustomerSellPrice: number | null;
  AverageLandPrice: number;
  Obsolete: boolean;
  Notes: string | null;
  Images: unknown[] | null;
  ImageUrl: string | null;
  tiers: (number | null)[];
  XeroTaxCode: string | null;
  XeroTaxRate: number | null;
  TaxablePurchase: boolean;
  TaxableSales: boolean;
  XeroSalesTaxCode: string | null;
  XeroSalesTaxRate: number | null;
  IsComponent: boolean;
  IsAssembledProduct: boolean;
  ProductGroup: { Guid: string; GroupName: string } | null;
  XeroSalesAccount: string | null;
  XeroCostOfGoodsAccount: string | null;
  PurchaseAccount: string | null;
  BinLocation: string | null;
  Supplier: ProductSupplier | null;
  AttributeSet: { Guid: string; SetName: string; Attributes: unknown[] } | null;
  SourceId: string | null;
  SourceVariantParentId: string | null;
  IsSerialized: boolean;
  IsBatchTracked: boolean;
  IsSellable: boolean;
  IsPurchasable: boolean;
  MinimumSellPrice: number | null;
  MinimumSaleQuantity: number | null;
  MinimumOrderQuantity: number | null;
  InventoryDetails: unknown[];
  AlternateUnitsOfMeasure: unknown[];
  DefaultPurchasesUnitOfMeasure: { Guid: string; Name: string } | null;
  CommerceCode: string | null;
  CustomsDescription: string | null;
  ICCCountryCode: string | null;
  ICCCountryName: string | null;
  Comments: string | null;
  CreatedBy: string;
  CreatedOn: string;
  LastModifiedBy: string;
  LastModifiedOn: string;
}

export interface ProductSupplier {
  Guid: string;
  SupplierCode: string;
  SupplierName: string;
  SupplierProductCode: string | null;
  SupplierProductDescription: string | null;
  SupplierProductPrice: number | null;
}

/** How other records mention a product. */
export const mention = ({ Guid, ProductCode, ProductDescription }: Product) => ({
  Guid,
  ProductCode,
  ProductDescription,
});
export type Mention = ReturnType<typeof mention>;

export function blankProduct(guid: string, on: string): Product {
  return {
    Guid: guid,
    ProductCode: '',
    ProductDescription: '',
    Barcode: null,
    PackSize: null,
    Width: null,
    Height: null,
    Depth: null,
    Weight: null,
    MinStockAlertLevel: null,
    MaxStockAlertLevel: null,
    ReOrderPoint: null,
    UnitOfMeasure: null,
    NeverDiminishing: false,
    LastCost: 0,
    DefaultPurchasePrice: 0,
    DefaultSellPrice: 0,
    CustomerSellPrice: null,
    AverageLandPrice: 0,
    Obsolete: false,
    Notes: null,
    Images: null,
    ImageUrl: null,
    tiers: TIER_NAMES.map(() => null),
    XeroTaxCode: 'INPUT',
    XeroTaxRate: 0.1,
    TaxablePurchase: true,
    TaxableSales: true,
    XeroSalesTaxCode: 'OUTPUT',
    XeroSalesTaxRate: 0.1,
    IsComponent: false,
    IsAssembledProduct: false,
    ProductGroup: null,
    XeroSalesAccount: null,
    XeroCostOfGoodsAccount: null,
    PurchaseAccount: null,
    BinLocation: null,
    Supplier: null,
    AttributeSet: null,
    SourceId: null,
    SourceVariantParentId: null,
    IsSerialized: false,
    IsBatchTracked: false,
    IsSellable: true,
    IsPurchasable: true,
    MinimumSellPrice: null,
    MinimumSaleQuantity: null,
    MinimumOrderQuantity: null,
    InventoryDetails: [],
    AlternateUnitsOfMeasure: [],
    DefaultPurchasesUnitOfMeasure: null,
    CommerceCode: null,
    CustomsDescription: null,
    ICCCountryCode: null,
    ICCCountryName: null,
    Comments: null,
    CreatedBy: 'fern@fernandfig.example',
    CreatedOn: on,
    LastModifiedBy: 'fern@fernandfig.example',
    LastModifiedOn: on,
  };
}
