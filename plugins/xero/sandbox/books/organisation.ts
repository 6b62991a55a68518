/** The company that the books are kept for. */
export interface Organisation {
  id: string;
  name: string;
  legalName: string;
  version: 'AU' | 'NZ';
  currency: string;
  /** As the app names it, and as everybody else does. */
  timezone: string;
  timeZone: string;
  taxNumber: string;
  shortCode: string;
  defaultSalesTax: string;
  defaultPurchasesTax: string;
  /** Nothing may be dated on it or before it; `YYYY-MM-DD`. */
  periodLockDate?: string;
  endOfYearLockDate?: string;
  created: number;
}
