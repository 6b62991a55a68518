import type { Wire } from './wire.js';

/** Prices are whole cents, quantities whole thousandths, instants milliseconds in UTC. */
export interface Item {
  id: number;
  sku: string;
  dateAdded: number;
  dateUpdated: number;
  /** Plain texts by their wire name. */
  texts: Record<string, string>;
  /** Money by its wire name, in cents. */
  amounts: Record<string, number>;
  flags: Record<string, boolean>;
  /** By warehouse id. A kit holds none: its stock is worked out from its components. */
  stock: Record<string, number>;
  priceGroups: Record<string, GroupPrice>;
  kit: KitComponent[];
  /** Lists the store keeps as they were given, such as ItemSpecifics. */
  lists: Record<string, Wire>;
}

export interface GroupPrice {
  price: number;
  promotion?: number;
  /** MinimumQuantity and the like, as given. */
  texts: Record<string, string>;
  bands: { price: number; minimum: string; maximum: string }[];
}

export interface KitComponent {
  sku: string;
  quantity: number;
  texts: Record<string, string>;
}

/** The user groups a price may be given for; the first is the one DefaultPrice speaks of. */
export const USER_GROUPS: Record<string, string> = {
  '1': 'Price A',
  '2': 'Price B',
  '3': 'Price C',
  '4': 'Price D',
  '5': 'Price E',
  '6': 'Price F',
  '7': 'Price G',
  '8': 'Price H',
  '9': 'Price I',
  '10': 'Price J',
};
export const DEFAULT_GROUP = '1';

export const AMOUNTS = ['RRP', 'PromotionPrice', 'CostPrice', 'DefaultPurchasePrice'];

export const FLAGS = [
  'Virtual',
  'Approved',
  'IsActive',
  'Visible',
  'ApprovedForPOS',
  'ApprovedForMobileStore',
  'IsNetoUtility',
  'IsGiftVoucher',
  'AuGstExempt',
  'NzGstExempt',
  'TaxFreeItem',
  'TaxInclusive',
  'IsAsset',
  'IsServiceItem',
  'IsInventoried',
  'IsBought',
  'IsSold',
  'SerialTracking',
  'EditableKitBundle',
  'RequiresPackaging',
  'SplitForWarehousePicking',
  'IsVariant',
];

export const TEXTS = [
  'ParentSKU',
  'AccountingCode',
  'Brand',
  'Name',
  'Model',
  'ModelNumber',
  'Subtitle',
  'PrimarySupplier',
  'SupplierItemCode',
  'SortOrder1',
  'SortOrder2',
  'UnitOfMeasure',
  'BaseUnitOfMeasure',
  'BaseUnitPerQuantity',
  'BuyUnitQuantity',
  'SellUnitQuantity',
  'QuantityPerScan',
  'PreOrderQuantity',
  'RestockQty',
  'ReorderQty',
  'RestockWarningLevel',
  'PickZone',
  'PickPriority',
  'HandlingTime',
  'TaxCategory',
  'PurchaseTaxCode',
  'IncomeAccount',
  'AssetAccount',
  'CostOfSalesAccount',
  'ExpenseAccount',
  'SearchKeywords',
  'ShortDescription',
  'Description',
  'Features',
  'Specifications',
  'Warranty',
  'TermsAndConditions',
  'eBayDescription',
  'ArtistOrAuthor',
  'Format',
  'AvailabilityDescription',
  'UPC',
  'UPC1',
  'UPC2',
  'UPC3',
  'Type',
  'SubType',
  'NumbersOfLabelsToPrint',
  'ReferenceNumber',
  'InternalNotes',
  'BarcodeHeight',
  'Group',
  'ShippingCategory',
  'DisplayTemplate',
  'Job',
  'ItemHeight',
  'ItemLength',
  'ItemWidth',
  'ShippingHeight',
  'ShippingLength',
  'ShippingWidth',
  'ShippingWeight',
  'CubicWeight',
  'HSTariffNumber',
  'ItemURL',
  'SEOPageTitle',
  'SEOMetaKeywords',
  'SEOPageHeading',
  'SEOMetaDescription',
  'SEOCanonicalURL',
  'RestrictedToUserGroup',
  'ImageURL',
  'BrochureURL',
  'ProductURL',
  ...Array.from({ length: 52 }, (_, at) => `Misc${String(at + 1).padStart(2, '0')}`),
];

/** Kept as given: the list's name and the name of its elements. */
export const LISTS: Record<string, string> = {
  ItemSpecifics: 'ItemSpecific',
  Images: 'Image',
  Categories: 'Category',
  WarehouseLocations: 'WarehouseLocation',
  SalesChannels: 'SalesChannel',
};
