/** Amounts are whole cents, quantities thousandths, instants milliseconds in UTC. */
export interface Rma {
  id: string;
  orderId: string;
  invoiceNumber: string;
  customerUsername: string;
  staffUsername: string;
  purchaseOrderNumber: string;
  internalNotes: string;
  currency: string;
  status: 'Open' | 'Closed';
  shippingRefund: number;
  shippingTaxCode: string;
  surchargeRefund: number;
  taxInclusive: boolean;
  dateIssued: number;
  dateUpdated: number;
  dateApproved?: number;
  lines: RmaLine[];
  refunds: Refund[];
}

export interface RmaLine {
  number: number;
  sku: string;
  name: string;
  quantity: number;
  /** For the whole line. */
  refundSubtotal: number;
  taxCode: string;
  tax: number;
  warehouseId: string;
  restocked: boolean;
  /** ReturnReason, ResolutionOutcome and the like: free words of the merchant. */
  texts: Record<string, string>;
}

export interface Refund {
  id: string;
  amount: number;
  methodId: string;
  methodName: string;
  dateIssued: number;
  dateRefunded?: number;
  status: string;
}
