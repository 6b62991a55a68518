// What the app's rows look like, as far as this connector reads them. Anything may be missing: lists give a subset of what a
// single row has, and plans and regions differ.

/** What every element of an answer to a write may say of itself. */
export interface Answered {
  StatusAttributeString?: 'OK' | 'WARNING' | 'ERROR';
  HasErrors?: boolean;
  ValidationErrors?: Complaint[];
  Warnings?: Complaint[];
}

/** Documented examples spell it either way. */
export interface Complaint {
  Message?: string;
  Description?: string;
}

export interface OrganisationRow {
  OrganisationID: string;
  Name?: string;
  BaseCurrency?: string;
  CountryCode?: string;
  Timezone?: string;
  ShortCode?: string;
  PeriodLockDate?: string;
  EndOfYearLockDate?: string;
}

export interface ActionRow {
  Name?: string;
  Status?: string;
}

export interface AccountRow {
  AccountID: string;
  Code?: string;
  Name?: string;
  Type?: string;
  Class?: string;
  Status?: string;
  TaxType?: string;
  EnablePaymentsToAccount?: boolean;
  SystemAccount?: string;
  CurrencyCode?: string;
}

export interface TaxRateRow {
  TaxType: string;
  Name?: string;
  Status?: string;
  EffectiveRate?: number;
  CanApplyToRevenue?: boolean;
  CanApplyToExpenses?: boolean;
  CanApplyToLiabilities?: boolean;
}

export interface TrackingRow {
  TrackingCategoryID: string;
  Name?: string;
  Status?: string;
  Options?: { TrackingOptionID: string; Name?: string; Status?: string }[];
}

export interface AddressRow {
  AddressType?: string;
  AddressLine1?: string;
  AddressLine2?: string;
  City?: string;
  Region?: string;
  PostalCode?: string;
  Country?: string;
  AttentionTo?: string;
}

export interface ContactRow extends Answered {
  ContactID: string;
  ContactNumber?: string;
  Name?: string;
  FirstName?: string;
  LastName?: string;
  EmailAddress?: string;
  TaxNumber?: string;
  ContactStatus?: string;
  MergedToContactID?: string;
  IsCustomer?: boolean;
  IsSupplier?: boolean;
  Addresses?: AddressRow[];
}

export interface ItemRow extends Answered {
  ItemID: string;
  Code?: string;
  Name?: string;
  IsTrackedAsInventory?: boolean;
  SalesDetails?: { UnitPrice?: number; AccountCode?: string; TaxType?: string };
  PurchaseDetails?: { UnitPrice?: number };
}

export interface LineRow {
  LineItemID?: string;
  Description?: string;
  AccountCode?: string;
  AccountID?: string;
  TaxType?: string;
  LineAmount?: number;
  TaxAmount?: number;
  Tracking?: { Name?: string; Option?: string }[];
}

export interface InvoiceRow extends Answered {
  InvoiceID: string;
  Type?: string;
  InvoiceNumber?: string;
  Reference?: string;
  Url?: string;
  Status?: string;
  Contact?: { ContactID?: string; Name?: string };
  Date?: string;
  DateString?: string;
  LineAmountTypes?: string;
  LineItems?: LineRow[];
  CurrencyCode?: string;
  Total?: number;
  TotalTax?: number;
  AmountDue?: number;
  AmountPaid?: number;
  AmountCredited?: number;
  UpdatedDateUTC?: string;
}

export interface PaymentRow extends Answered {
  PaymentID: string;
  PaymentType?: string;
  Date?: string;
  Reference?: string;
  Status?: string;
  Amount?: number;
  CurrencyRate?: number;
  UpdatedDateUTC?: string;
  Invoice?: PaidRow & { InvoiceID?: string };
  CreditNote?: PaidRow & { CreditNoteID?: string; CreditNoteNumber?: string };
  Overpayment?: PaidRow & { OverpaymentID?: string };
  Prepayment?: PaidRow & { PrepaymentID?: string };
}

/** What a payment says of the document it belongs to. */
interface PaidRow {
  CurrencyCode?: string;
  Contact?: { Name?: string };
}

export interface BankTransactionRow extends Answered {
  BankTransactionID: string;
  Type?: string;
  Reference?: string;
  Status?: string;
  Total?: number;
  Date?: string;
  CurrencyCode?: string;
  Contact?: { Name?: string };
  Url?: string;
  UpdatedDateUTC?: string;
  OverpaymentID?: string;
  PrepaymentID?: string;
}

/** What is left of money that came in without an invoice. */
interface ReceivedRow extends Answered {
  Status?: string;
  CurrencyCode?: string;
  Total?: number;
  RemainingCredit?: number;
}

export interface OverpaymentRow extends ReceivedRow {
  OverpaymentID: string;
}

export interface PrepaymentRow extends ReceivedRow {
  PrepaymentID: string;
}

export interface CreditNoteRow extends Answered {
  CreditNoteID: string;
  CreditNoteNumber?: string;
  Type?: string;
  Reference?: string;
  Status?: string;
  Date?: string;
  LineAmountTypes?: string;
  LineItems?: LineRow[];
  CurrencyCode?: string;
  Total?: number;
  RemainingCredit?: number;
  Contact?: { ContactID?: string };
  Allocations?: AllocationRow[];
}

/** What of a credit pays for an invoice. */
export interface AllocationRow {
  AllocationID?: string;
  Amount?: number;
  Invoice?: { InvoiceID?: string };
}

export interface ManualJournalRow extends Answered {
  ManualJournalID: string;
  Narration?: string;
  Date?: string;
  Status?: string;
  Url?: string;
  JournalLines?: { LineAmount?: number; AccountCode?: string }[];
}
