import { coded } from './coded.js';
import { decimal, list, money, must, text, yesNo } from './shape.js';

// What is sold, and where it lies.

export const product = {
  key: 'sku',
  head: { number: 'sku', amount: 'price' },
  title: 'name',
  fields: {
    sku: must(text('SKU', 25)),
    name: text('Name', 500),
    purchasePrice: money('Default purchase price'),
    price: money('Store price'),
    priceA: money('Price A'),
    priceB: money('Price B'),
    priceC: money('Price C'),
    priceD: money('Price D'),
    priceE: money('Price E'),
    priceF: money('Price F'),
    priceG: money('Price G'),
    priceH: money('Price H'),
    priceI: money('Price I'),
    priceJ: money('Price J'),
    barcode: text('UPC/EAN', 50),
    notes: text('Internal notes', 20000),
    length: decimal('Length (shipping)'),
    width: decimal('Width (shipping)'),
    height: decimal('Height (shipping)'),
    weight: decimal('Weight (shipping)'),
    reorderQuantity: decimal('Reorder quantity'),
    restockQuantity: decimal('Restock quantity'),
    pickZone: text('Pick zone', 50),
    isKit: yesNo('Has kit components'),
    isComponent: yesNo('Is a component of a kit'),
    supplier: text('Primary supplier', 100),
    group: text('Product group', 200),
    unit: text('Unit of measure', 50),
    active: yesNo('Sold'),
    /** Serial or batch numbers must be given when it leaves a warehouse. */
    tracked: yesNo('Serial or batch numbers'),
    /** A service or charge: no stock is kept of it. */
    untracked: yesNo('Keeps no stock'),
    /** Where its sale is booked, by the ledger's own code. */
    incomeAccount: text('Income account', 50),
    /** What it cost, once it is sold; what lies on the shelf; what it costs where no stock is kept of it. */
    cogsAccount: text('Cost of goods account', 50),
    assetAccount: text('Stock account', 50),
    expenseAccount: text('Expense account', 50),
    taxCategory: text('Tax category', 50),
    taxFree: yesNo('Sold without tax'),
    /** A gift voucher: what it is sold for is owed until it is used. */
    voucher: yesNo('Gift voucher'),
  },
} as const;

export const kit = {
  key: 'sku',
  head: { number: 'sku' },
  title: 'sku',
  fields: {
    sku: must(text('SKU of the kit', 25)),
    autoAssembles: yesNo('Assembled by itself when sold'),
    components: list('Components', {
      sku: must(text('SKU', 25)),
      quantity: must(decimal('Quantity')),
    }),
  },
} as const;

export const stockLevel = {
  key: 'key',
  head: { number: 'sku', amount: 'available' },
  title: 'sku',
  fields: {
    /** `sku|warehouse` */
    key: must(text('SKU and warehouse', 120)),
    sku: must(text('SKU', 25)),
    /** Key of the store's warehouse record. */
    warehouse: must(text('Warehouse', 50)),
    onHand: decimal('On hand'),
    allocated: decimal('Allocated'),
    /** What the shop may sell. */
    available: decimal('Available to sell'),
  },
} as const;

export const warehouse = coded({ primary: yesNo('Main warehouse') });
