export interface Payment {
  id: string;
  orderId: string;
  amount: number;
  currency: string;
  datePaid: number;
  methodId: string;
  methodName: string;
  /** Plain texts by their wire name, such as CardAuthorisation. */
  texts: Record<string, string>;
}
