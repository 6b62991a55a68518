import type { AccountRow } from '../wire.js';
import type { InvoiceLine, SalesInvoice } from './sales-invoice.js';

/** What only the app can say, asked just before sending. */
export interface Known {
  contactId: string;
  /** The organisation's own account for roundings, and the tax that stands for none. */
  rounding?: Pick<AccountRow, 'Code' | 'AccountID' | 'TaxType'>;
  /** Where the period of its own date is closed. */
  date?: string;
}

/** An invoice as the app takes it. Amounts become JSON numbers only here, and are written digit by digit as they stand. */
export function wireInvoice(invoice: SalesInvoice, number: string, { contactId, rounding, date }: Known) {
  const day = date ?? invoice.date;
  return {
    Type: 'ACCREC',
    InvoiceNumber: number,
    Reference: invoice.reference,
    Url: invoice.url,
    Contact: { ContactID: contactId },
    Date: day,
    DueDate: invoice.dueDate < day ? day : invoice.dueDate,
    LineAmountTypes: invoice.inclusive ? 'Inclusive' : 'Exclusive',
    CurrencyCode: invoice.currency,
    ...(invoice.rate && { CurrencyRate: Number(invoice.rate) }),
    Status: invoice.status,
    ...(invoice.brandingTheme && { BrandingThemeID: invoice.brandingTheme }),
    LineItems: invoice.lines.map((line) => wireLine(line, rounding)),
  };
}

/** Lists to choose from give codes, maps give ids: an account need not have a code. */
export function accountNamed(account: string | undefined) {
  if (!account) return {};
  return GUID.test(account) ? { AccountID: account } : { AccountCode: account };
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function wireLine(line: InvoiceLine, rounding: Known['rounding']) {
  const { AccountID, Code, TaxType } = line.taxCode === undefined ? (rounding ?? {}) : {};
  const account = Code ?? line.account;
  const tax = line.taxCode ?? TaxType;
  return {
    Description: line.description,
    Quantity: Number(line.quantity),
    UnitAmount: Number(line.unitAmount),
    ...(line.discount && { DiscountAmount: Number(line.discount) }),
    ...accountNamed(account ?? AccountID),
    ...(tax && { TaxType: tax }),
    ...(line.item && { ItemCode: line.item }),
    ...(line.tracking.length > 0 && {
      Tracking: line.tracking.map(({ category, option }) => ({ Name: category, Option: option })),
    }),
  };
}
