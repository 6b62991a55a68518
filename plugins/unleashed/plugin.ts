import { activateStep, connectStep, definePlugin } from 'patchbay/sdk';
import { AdvancedConfiguration } from './advanced.js';
import { UnleashedApi } from './client.js';
import { connection } from './connection.js';
import { listing } from './listing.js';
import { customerMapping } from './mappings/customer.js';
import { kitMapping } from './mappings/kit.js';
import { productMapping } from './mappings/product.js';
import { stockMapping } from './mappings/stock-level.js';
import { supplierMapping } from './mappings/supplier.js';
import { taxRateMapping } from './mappings/tax-rate.js';
import { warehouseMapping } from './mappings/warehouse.js';
import { createCustomer } from './new-customer.js';
import { productNotification } from './notification.js';
import { pickLists } from './pick-lists.js';
import { createSandbox } from './sandbox/index.js';
import { salesOrders } from './statements.js';
import { exportInvoices } from './tasks/export-invoices.js';
import { exportReturns } from './tasks/export-returns.js';
import { importCustomers } from './tasks/import-customers.js';
import { importKits } from './tasks/import-kits.js';
import { importProducts } from './tasks/import-products.js';
import { importStock } from './tasks/import-stock.js';
import { importSuppliers } from './tasks/import-suppliers.js';
import { importTaxRates } from './tasks/import-tax-rates.js';
import { importWarehouses } from './tasks/import-warehouses.js';
import { valueMaps } from './value-maps.js';
import { Configure, GetStarted } from './wizard.js';
import { workflows } from './workflows.js';

export default definePlugin<UnleashedApi>({
  id: 'unleashed',
  name: 'Unleashed',
  version: '1.0.0',
  sdk: '^1',
  requires: ['connect'],
  listing,
  hosts: ['api.unleashedsoftware.com'],
  connection,
  // The app names no rate of its own; two at a time is what its users report as safe.
  // How many a month, each subscription says for itself; from there on everything is blocked until the next month.
  limits: { concurrent: 2, perMonth: 'by plan' },
  wizard: [GetStarted, connectStep('Connect to app'), Configure, activateStep('Activate integration')],
  advanced: AdvancedConfiguration,
  workflows,
  valueMaps,
  mappings: [
    productMapping,
    kitMapping,
    stockMapping,
    taxRateMapping,
    supplierMapping,
    warehouseMapping,
    customerMapping,
  ],
  tasks: [
    importWarehouses,
    importTaxRates,
    importSuppliers,
    importCustomers,
    importProducts,
    importKits,
    importStock,
    exportInvoices,
    exportReturns,
  ],
  statements: { invoice: salesOrders },
  pickLists,
  creates: { customer: createCustomer },
  client: (http, ctx) => new UnleashedApi({ ...ctx, http }),
  webhooks: [productNotification],
  sandbox: createSandbox,
});
