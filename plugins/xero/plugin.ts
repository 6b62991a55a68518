import { activateStep, connectStep, definePlugin } from 'patchbay/sdk';
import { advancedConfiguration } from './advanced.js';
import { XeroApi } from './client.js';
import { connection } from './connection.js';
import { createContact } from './contacts/new-contact.js';
import { listing } from './listing.js';
import { accountMapping } from './mappings/account.js';
import { customerMapping, supplierMapping } from './mappings/customer.js';
import { productMapping } from './mappings/product.js';
import { taxRateMapping } from './mappings/tax-rate.js';
import { trackingMapping } from './mappings/tracking-option.js';
import { changed } from './notification.js';
import { pickLists } from './pick-lists.js';
import { createSandbox } from './sandbox/index.js';
import { invoiceStatement } from './statements/invoices.js';
import { paymentStatement } from './statements/payments.js';
import { exportBills } from './tasks/export-bills.js';
import { exportContacts } from './tasks/export-contacts.js';
import { exportCostJournals } from './tasks/export-cost-journals.js';
import { exportCreditNotes } from './tasks/export-credit-notes.js';
import { exportInvoices } from './tasks/export-invoices.js';
import { exportItems } from './tasks/export-items.js';
import { exportPayments } from './tasks/export-payments.js';
import { exportRefunds } from './tasks/export-refunds.js';
import { exportReturnJournals } from './tasks/export-return-journals.js';
import { exportSuppliers } from './tasks/export-suppliers.js';
import { importAccounts } from './tasks/import-accounts.js';
import { importCustomers } from './tasks/import-customers.js';
import { importItems } from './tasks/import-items.js';
import { importSuppliers } from './tasks/import-suppliers.js';
import { importTaxRates } from './tasks/import-tax-rates.js';
import { importTracking } from './tasks/import-tracking.js';
import { valueMaps } from './value-maps.js';
import { Configure, GetStarted } from './wizard.js';
import { workflows } from './workflows.js';

export default definePlugin<XeroApi>({
  id: 'xero',
  name: 'Xero',
  version: '1.0.0',
  sdk: '^1',
  requires: ['connect'],
  listing,
  hosts: ['login.xero.com', 'identity.xero.com', 'api.xero.com'],
  connection,
  // The app allows 60 in any minute, five at a time, for each organisation; two are left for clocks that differ.
  limits: { concurrent: 5, perMinute: 58 },
  wizard: [GetStarted, connectStep('Connect to Xero'), Configure, activateStep('Activate')],
  advanced: advancedConfiguration,
  workflows,
  valueMaps,
  mappings: [accountMapping, taxRateMapping, trackingMapping, customerMapping, supplierMapping, productMapping],
  tasks: [
    importAccounts,
    importTaxRates,
    importTracking,
    importCustomers,
    importSuppliers,
    importItems,
    exportContacts,
    exportItems,
    exportInvoices,
    exportSuppliers,
    exportBills,
    exportPayments,
    exportCreditNotes,
    exportRefunds,
    exportCostJournals,
    exportReturnJournals,
  ],
  webhooks: [changed],
  statements: { invoice: invoiceStatement, payment: paymentStatement },
  pickLists,
  creates: { customer: createContact },
  client: (http, ctx) => new XeroApi({ ...ctx, http }),
  sandbox: createSandbox,
});
