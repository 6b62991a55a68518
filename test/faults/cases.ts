import type { ExportCase } from './export-case.js';
import { acmeInvoices } from './tasks/acme-invoices.js';
import { tillPayments } from './tasks/till-payments.js';
import { unleashedInvoices } from './tasks/unleashed-invoices.js';
import { unleashedReturns } from './tasks/unleashed-returns.js';

/** Every export that is put to the test, by name. */
export const cases: ExportCase[] = [acmeInvoices, tillPayments, unleashedInvoices, unleashedReturns];
