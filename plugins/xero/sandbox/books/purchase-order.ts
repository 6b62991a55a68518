import type { Document } from './document.js';

export interface PurchaseOrder extends Document {
  number: string;
  status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'BILLED' | 'DELETED';
  deliveryDate?: string;
}
