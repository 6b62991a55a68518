import type { Noun } from './client.js';

const LINE = [
  'SKU',
  'ProductName',
  'Quantity',
  'QuantityShipped',
  'UnitPrice',
  'ProductDiscount',
  'CouponDiscount',
  'Tax',
  'TaxCode',
  'WarehouseID',
  'WarehouseReference',
  'ComponentOfKit',
  'KitPartID',
  'CostPrice',
];

export const ORDER: Noun = {
  name: 'Order',
  key: 'OrderID',
  always: { SplitKitComponents: 'True' },
  selectors: [
    'ID',
    'OrderStatus',
    'OnHoldType',
    'CompleteStatus',
    'SalesChannel',
    'Username',
    'Email',
    'PurchaseOrderNumber',
    'DeliveryInstruction',
    'GrandTotal',
    'TaxInclusive',
    'OrderTax',
    'ShippingTotal',
    'ShippingTax',
    'ShippingDiscount',
    'SurchargeTotal',
    'SurchargeTaxable',
    'CouponDiscount',
    'DatePlaced',
    'DateUpdated',
    'DateInvoiced',
    'DateCompleted',
    'DateCompletedUTC',
    'DatePaymentDue',
    'PaymentTerms',
    'BillAddress',
    'ShipAddress',
    'ComponentOfKit',
    'KitPartID',
    'OrderPayment',
    'OrderLine',
    ...LINE.map((name) => `OrderLine.${name}`),
  ],
};

export const PAYMENT: Noun = {
  name: 'Payment',
  key: 'PaymentID',
  // Nothing of cards and bank accounts but what proves the payment: nobody here needs a card holder's name.
  selectors: [
    'ID',
    'OrderID',
    'AmountPaid',
    'CurrencyCode',
    'DatePaid',
    'DatePaidLocal',
    'DatePaidUTC',
    'PaymentMethod',
    'PaymentMethodName',
    'CardAuthorisation',
    'ChequeNumber',
  ],
};

export const RMA: Noun = {
  name: 'Rma',
  key: 'RmaID',
  selectors: [
    'TaxInclusive',
    'RefundSubtotal',
    'ShippingRefundAmount',
    'ShippingRefundTaxCode',
    'SurchargeRefundAmount',
    'RefundedTotal',
    'OrderID',
    'InvoiceNumber',
    'CustomerUsername',
    'CurrencyCode',
    'RmaStatus',
    'RefundTotal',
    'RefundTaxTotal',
    'DateIssued',
    'DateUpdated',
    'DateApproved',
    'RmaLine',
    'RmaLine.ProductName',
    'RmaLine.RefundSubtotal',
    'RmaLine.WarehouseID',
    'RmaLine.WarehouseReference',
    'RmaLine.ReturnReason',
    'RmaLine.IsRestockIssued',
    'RmaLine.Tax',
    'RmaLine.TaxCode',
    'RmaLine.ResolutionOutcome',
  ],
};

/** Only the money that went back. */
export const REFUNDS: Noun = {
  ...RMA,
  selectors: [
    'OrderID',
    'InvoiceNumber',
    'CustomerUsername',
    'CurrencyCode',
    'DateUpdated',
    'Refund',
    'Refund.PaymentMethodID',
    'Refund.PaymentMethodName',
    'Refund.DateIssued',
    'Refund.DateRefunded',
    'Refund.RefundStatus',
  ],
};

export const ITEM: Noun = {
  name: 'Item',
  key: 'SKU',
  always: { OrderBy: 'ID', OrderDirection: 'ASC' },
  selectors: [
    'ID',
    'InventoryID',
    'Name',
    'DefaultPurchasePrice',
    'DefaultPrice',
    'PriceGroups',
    'UPC',
    'InternalNotes',
    'ShippingLength',
    'ShippingWidth',
    'ShippingHeight',
    'ShippingWeight',
    'ReorderQty',
    'RestockQty',
    'PickZone',
    'PrimarySupplier',
    'Group',
    'UnitOfMeasure',
    'IsActive',
    'IsInventoried',
    'SerialTracking',
    'IsGiftVoucher',
    'TaxFreeItem',
    'TaxCategory',
    'IncomeAccount',
    'CostOfSalesAccount',
    'AssetAccount',
    'ExpenseAccount',
    'KitComponents',
  ],
};

/** Only what kits are made of. */
export const KIT: Noun = { ...ITEM, selectors: ['ID', 'InventoryID', 'KitComponents'] };

export const CUSTOMER: Noun = {
  name: 'Customer',
  key: 'Username',
  selectors: ['ID', 'EmailAddress', 'ABN', 'Active', 'OnCreditHold', 'UserGroup', 'BillingAddress', 'ShippingAddress'],
};

export const SUPPLIER: Noun = {
  name: 'Supplier',
  key: 'SupplierID',
  selectors: [
    'SupplierID',
    'SupplierCompany',
    'SupplierEmail',
    'SupplierPhone',
    'SupplierCurrencyCode',
    'SupplierStreet1',
    'SupplierStreet2',
    'SupplierCity',
    'SupplierState',
    'SupplierPostcode',
    'SupplierCountry',
    'AccountCode',
  ],
};

export const WAREHOUSE: Noun = {
  name: 'Warehouse',
  key: 'WarehouseID',
  selectors: ['WarehouseID', 'WarehouseReference', 'WarehouseName', 'IsPrimary', 'IsActive'],
};
