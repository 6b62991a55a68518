import type { Kept } from '../desk/shelf.js';

export interface Trade {
  /** In ten-thousandths. */
  unitPrice?: number;
  accountCode?: string;
  cogsAccountCode?: string;
  taxType?: string;
}

export interface Item extends Kept {
  code: string;
  name?: string;
  description?: string;
  purchaseDescription?: string;
  isSold: boolean;
  isPurchased: boolean;
  sales: Trade;
  purchase: Trade;
  /** Set on items whose stock the app counts. */
  inventoryAccountCode?: string;
}
