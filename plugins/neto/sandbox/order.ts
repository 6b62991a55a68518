/** Amounts are whole cents, unit prices and quantities whole thousandths, instants milliseconds in UTC. */
export interface OrderHead {
  id: string;
  status: OrderStatus;
  completeStatus: 'Approved' | 'Incomplete';
  onHoldType: '' | 'On Hold' | 'Layby';
  orderType: string;
  username: string;
  email: string;
  salesChannel: string;
  paymentStatus: PaymentStatus;
  exportStatus: string;
  exportedToWms: string;
  datePlaced: number;
  dateUpdated: number;
  dateRequired?: number;
  dateInvoiced?: number;
  datePaid?: number;
  dateCompleted?: number;
  datePaymentDue?: number;
}

export interface OrderTotals {
  productSubtotal: number;
  couponDiscount: number;
  shippingTax: number;
  orderTax: number;
  grandTotal: number;
}

export interface Order extends OrderHead, OrderTotals {
  bill: Address;
  ship: Address;
  lines: OrderLine[];
  taxInclusive: boolean;
  /** Kept because payments carry it; the store never tells an order's currency. */
  currency: string;
  shippingTotal: number;
  shippingDiscount: number;
  taxFreeShipping: boolean;
  surchargeTotal: number;
  surchargeTaxable: boolean;
  couponCode: string;
  /** Plain texts by their wire name, such as PurchaseOrderNumber. */
  texts: Record<string, string>;
  stickyNotes: { title: string; description: string }[];
}

export interface OrderLine {
  number: number;
  sku: string;
  name: string;
  quantity: number;
  shipped: number;
  backordered: number;
  unitPrice: number;
  costPrice: number;
  /** In thousandths of a percent. */
  percentDiscount: number;
  /** A discount given as an amount for the whole line, in place of a percentage. */
  discountAmount?: number;
  productDiscount: number;
  couponDiscount: number;
  tax: number;
  taxFree: boolean;
  warehouseId: string;
  texts: Record<string, string>;
  options: { name: string; value: string }[];
  kit?: { id: string; components: KitPart[] };
}

export interface KitPart {
  sku: string;
  /** How many one kit takes, in thousandths. */
  quantity: number;
}

export interface Address {
  firstName: string;
  lastName: string;
  company: string;
  street1: string;
  street2: string;
  city: string;
  state: string;
  postCode: string;
  country: string;
  phone: string;
  fax: string;
}

export const ORDER_STATUSES = [
  'Quote',
  'New',
  'New Backorder',
  'Backorder Approved',
  'Pick',
  'Pack',
  'Pending Pickup',
  'Pending Dispatch',
  'Dispatched',
  'Cancelled',
  'Uncommitted',
  'On Hold',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type PaymentStatus = 'FullyPaid' | 'PartialPaid' | 'Pending';

/** Orders in these states hold stock back from other buyers. */
export const COMMITTING: readonly OrderStatus[] = [
  'New',
  'Backorder Approved',
  'Pick',
  'Pack',
  'Pending Pickup',
  'Pending Dispatch',
];
