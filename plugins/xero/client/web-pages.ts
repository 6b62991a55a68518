// Where people see a document in the app itself.

const AT = 'https://go.xero.com';

export const invoicePage = (id: string): string => `${AT}/AccountsReceivable/View.aspx?InvoiceID=${id}`;

export const creditNotePage = (id: string): string => `${AT}/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=${id}`;

export const billPage = (id: string): string => `${AT}/AccountsPayable/View.aspx?InvoiceID=${id}`;
