import type { ExportCase } from './export-case.js';
import { acmeInvoices } from './tasks/acme-invoices.js';

/** Every export that is put to the test, by name. */
export const cases: ExportCase[] = [acmeInvoices];
