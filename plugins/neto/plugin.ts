import { activateStep, connectStep, definePlugin } from 'patchbay/sdk';
import { AdvancedConfiguration } from './advanced.js';
import { netoApi } from './client.js';
import { connection } from './connection.js';
import { customerMapping } from './mappings/customers.js';
import { kitMapping } from './mappings/kits.js';
import { orderMapping } from './mappings/orders.js';
import { paymentMapping } from './mappings/payments.js';
import { productMapping } from './mappings/products.js';
import { paymentMethodMapping, taxRateMapping, warehouseMapping } from './mappings/reference.js';
import { refundMapping } from './mappings/refunds.js';
import { returnMapping } from './mappings/returns.js';
import { supplierMapping } from './mappings/suppliers.js';
import { orderNotification } from './notification.js';
import { currencyOptions, timeZoneOptions } from './pick-lists.js';
import { createSandbox } from './sandbox/index.js';
import { exportCustomers } from './tasks/export-customers.js';
import { exportKits } from './tasks/export-kits.js';
import { exportProducts } from './tasks/export-products.js';
import { exportStock } from './tasks/export-stock.js';
import { exportSuppliers } from './tasks/export-suppliers.js';
import { importCustomers } from './tasks/import-customers.js';
import { importKits } from './tasks/import-kits.js';
import { importOrders } from './tasks/import-orders.js';
import { importPaymentMethods } from './tasks/import-payment-methods.js';
import { importPayments } from './tasks/import-payments.js';
import { importProducts } from './tasks/import-products.js';
import { importRefunds } from './tasks/import-refunds.js';
import { importReturns } from './tasks/import-returns.js';
import { importSuppliers } from './tasks/import-suppliers.js';
import { importTaxRates } from './tasks/import-tax-rates.js';
import { importWarehouses } from './tasks/import-warehouses.js';
import { ConfirmStore } from './wizard.js';

export default definePlugin({
  id: 'neto',
  name: 'Neto',
  version: '1.0.0',
  sdk: '^1',
  platform: true,
  listing: {
    summary: 'Your Neto store: its orders, payments, returns and refunds come in; products, prices and stock go back.',
    about: [
      'Connect your store on Neto (Maropost Commerce Cloud) first: every other addon works with what it brings in.',
      'Orders, payments and returns are read every few minutes, exactly as the store holds them. What another addon decides about products, kits, prices, stock, customers and suppliers is written back to the store.',
      'Nothing is ever deleted in your store, and no order is changed.',
    ],
    category: 'Store platforms',
    icon: 'icon.svg',
    moves: {
      in: [
        'Orders',
        'Payments',
        'Returns',
        'Refunds',
        'Customers',
        'Products',
        'Kits',
        'Warehouses',
        'Suppliers',
        'Payment methods',
        'Tax rates',
      ],
      out: ['Products and prices', 'Kits', 'Stock', 'Customers', 'Suppliers'],
    },
    touches: ['Products, kits, stock, customers and suppliers of the store'],
  },
  hosts: ['{storeDomain}'],
  // The store allows 500 a minute to everybody who calls it.
  limits: { perMinute: 480, concurrent: 4 },
  connection,
  wizard: [connectStep('Connect your store'), ConfirmStore, activateStep()],
  advanced: AdvancedConfiguration,
  mappings: [
    orderMapping,
    paymentMapping,
    returnMapping,
    refundMapping,
    customerMapping,
    productMapping,
    kitMapping,
    warehouseMapping,
    supplierMapping,
    paymentMethodMapping,
    taxRateMapping,
  ],
  tasks: [
    importWarehouses,
    importPaymentMethods,
    importTaxRates,
    importSuppliers,
    importProducts,
    importKits,
    importCustomers,
    importOrders,
    importPayments,
    importReturns,
    importRefunds,
    exportProducts,
    exportKits,
    exportStock,
    exportCustomers,
    exportSuppliers,
  ],
  pickLists: { 'time-zones': timeZoneOptions, currencies: currencyOptions },
  webhooks: [orderNotification],
  client: (_, ctx) => netoApi(ctx),
  sandbox: createSandbox,
});
