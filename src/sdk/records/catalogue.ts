import { date, decimal, instant, list, money, must, object, text, yesNo } from './shape.js';

// What the hub knows of a shop's things. A new field is a new row here; nothing else lists them.
// `key` names a record within its store and type; `head` tells which fields are kept as typed columns beside the body.

const address = {
  name: text('Name', 200),
  company: text('Company', 200),
  street1: text('Street', 255),
  street2: text('Street, second line', 255),
  city: text('City', 100),
  state: text('State', 100),
  postcode: text('Postcode', 20),
  country: text('Country, two letters', 2),
  phone: text('Phone', 50),
};

const product = {
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

const kit = {
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

const stockLevel = {
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

const customer = {
  key: 'username',
  head: { number: 'username' },
  title: 'name',
  fields: {
    username: must(text('Username', 100)),
    name: text('Name', 200),
    company: text('Company', 200),
    email: text('Email', 255),
    phone: text('Phone', 50),
    taxNumber: text('Tax number', 50),
    currency: text('Currency', 3),
    active: yesNo('Active'),
    onHold: yesNo('Credit stopped'),
    group: text('Group', 100),
    billing: object('Billing address', address),
    shipping: object('Shipping address', address),
  },
} as const;

const supplier = {
  key: 'code',
  head: { number: 'code' },
  title: 'name',
  fields: {
    code: must(text('Code', 100)),
    name: text('Name', 200),
    email: text('Email', 255),
    phone: text('Phone', 50),
    currency: text('Currency', 3),
    /** Where purchases from it are booked. */
    accountCode: text('Account', 50),
    active: yesNo('Active'),
    address: object('Address', address),
  },
} as const;

const warehouse = {
  key: 'code',
  head: { number: 'code' },
  title: 'name',
  fields: {
    code: must(text('Code', 50)),
    name: text('Name', 200),
    primary: yesNo('Main warehouse'),
    active: yesNo('In use'),
  },
} as const;

const taxRate = {
  key: 'code',
  head: { number: 'code' },
  title: 'name',
  fields: {
    code: must(text('Code', 50)),
    name: text('Name', 200),
    /** A fraction: '0.1' is ten per cent. */
    rate: decimal('Rate'),
    onSales: yesNo('For sales'),
    active: yesNo('In use'),
  },
} as const;

const paymentMethod = {
  key: 'code',
  head: { number: 'code' },
  title: 'name',
  fields: {
    code: must(text('Code', 50)),
    name: text('Name', 200),
    account: text('Account', 50),
    active: yesNo('In use'),
  },
} as const;

/** What an app sorts income and costs under, besides the account: a department, a region. */
const trackingOption = {
  key: 'name',
  head: { number: 'name' },
  title: 'name',
  fields: {
    /** 'Region: North' */
    name: must(text('Category and option', 191)),
    category: must(text('Category', 100)),
    option: must(text('Option', 100)),
    active: yesNo('In use'),
  },
} as const;

const invoice = {
  key: 'number',
  head: { number: 'number', date: 'date', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** One of `quote`, `hold`, `layby`, `open`, `partly-dispatched`, `dispatched`, `cancelled`. */
    status: must(text('Status', 20)),
    approved: yesNo('Approved'),
    /** Invoice date in the store's time zone. */
    date: date('Invoice date'),
    dueOn: date('Due'),
    paymentTerms: text('Payment terms', 100),
    /** The day in the store on which it was first seen cancelled. */
    cancelledOn: date('Cancelled'),
    placedAt: instant('Placed'),
    dispatchedAt: instant('Dispatched'),
    updatedAt: instant('Last changed in the store'),
    username: text('Customer', 100),
    email: text('Email', 255),
    channel: text('Sales channel', 100),
    reference: text('Customer’s reference', 200),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Prices contain tax'),
    /** What the customer pays, tax included. */
    total: must(money('Total')),
    tax: money('Tax in the total'),
    shipping: money('Shipping'),
    shippingTax: money('Tax on shipping'),
    surcharge: money('Surcharge'),
    surchargeTaxed: yesNo('Surcharge is taxed'),
    /** A positive amount that lowers the total, beyond the discounts of the lines. */
    discount: money('Discount'),
    billing: object('Billing address', address),
    delivery: object('Delivery address', address),
    deliveryNote: text('Delivery instructions', 2000),
    lines: list(
      'Lines',
      {
        id: must(text('Line', 50)),
        sku: must(text('SKU', 100)),
        name: text('Name', 500),
        quantity: must(decimal('Quantity')),
        dispatched: decimal('Dispatched'),
        /** Per unit before discount, with or without tax as `taxInclusive` says. */
        unitPrice: must(money('Unit price')),
        /** For the whole line, of the same kind as `unitPrice`. */
        discount: money('Discount'),
        tax: money('Tax on the line'),
        taxCode: text('Tax code', 50),
        /** Key of the warehouse it leaves from. */
        warehouse: text('Warehouse', 50),
        /** Per unit, without tax, in the store's own currency. */
        cost: money('Cost per unit'),
        /** Set on a component: the SKU of the kit that was sold. */
        kit: text('Part of kit', 100),
      },
      2000,
    ),
  },
} as const;

const returned = {
  key: 'number',
  head: { number: 'number', date: 'approvedOn', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** `open` or `closed`. */
    status: must(text('Status', 20)),
    invoice: text('Invoice', 50),
    username: text('Customer', 100),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Amounts contain tax'),
    issuedOn: date('Issued'),
    approvedOn: date('Approved'),
    /** What the customer is credited, tax included. */
    total: money('Refund total'),
    tax: money('Tax in the refund'),
    /** Of the lines, of the kind that `taxInclusive` says. */
    subtotal: money('Refund of the lines'),
    shippingRefund: money('Refund of shipping'),
    shippingTaxCode: text('Tax code of shipping', 50),
    surchargeRefund: money('Refund of the surcharge'),
    /** What has been paid back so far. */
    refundedTotal: money('Refunded'),
    lines: list('Lines', {
      id: must(text('Line', 50)),
      sku: must(text('SKU', 100)),
      name: text('Name', 500),
      quantity: must(decimal('Quantity')),
      reason: text('Reason', 200),
      restocked: yesNo('Put back into stock'),
      warehouse: text('Warehouse', 50),
      /** For the whole line, with or without tax as `taxInclusive` says. */
      refund: money('Refund'),
      tax: money('Tax on the line'),
      taxCode: text('Tax code', 50),
      /** What the customer gets for it: a refund, a replacement, credit. */
      outcome: text('Outcome', 100),
    }),
  },
} as const;

const refund = {
  key: 'number',
  head: { number: 'number', date: 'refundedOn', amount: 'amount', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** `pending` or `refunded`. */
    status: text('Status', 20),
    /** Absent: money back that no return belongs to. */
    return: text('Return', 50),
    invoice: text('Invoice', 50),
    username: text('Customer', 100),
    method: text('Payment method', 50),
    /** Positive. */
    amount: must(money('Amount')),
    currency: text('Currency', 3),
    issuedOn: date('Issued'),
    refundedOn: date('Refunded'),
    reference: text('Reference', 200),
  },
} as const;

const payment = {
  key: 'number',
  head: { number: 'number', date: 'paidOn', amount: 'amount', currency: 'currency' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    invoice: text('Invoice', 50),
    method: text('Payment method', 50),
    amount: must(money('Amount')),
    currency: text('Currency', 3),
    paidOn: date('Paid on'),
    reference: text('Reference', 200),
  },
} as const;

const purchaseOrder = {
  key: 'number',
  head: { number: 'number', date: 'receivedOn', amount: 'total', currency: 'currency', status: 'status' },
  title: 'number',
  fields: {
    number: must(text('Number', 50)),
    /** One of `open`, `partly-received`, `received`, `cancelled`. */
    status: must(text('Status', 20)),
    /** Key of the supplier's record. */
    supplier: text('Supplier', 100),
    orderedOn: date('Ordered'),
    receivedOn: date('Received'),
    dueOn: date('Due'),
    reference: text('Supplier’s reference', 200),
    currency: text('Currency', 3),
    taxInclusive: yesNo('Prices contain tax'),
    total: must(money('Total')),
    tax: money('Tax in the total'),
    lines: list(
      'Lines',
      {
        id: must(text('Line', 50)),
        sku: text('SKU', 100),
        name: text('Name', 500),
        quantity: must(decimal('Quantity')),
        received: decimal('Received'),
        unitPrice: must(money('Unit price')),
        tax: money('Tax on the line'),
        taxCode: text('Tax code', 50),
        account: text('Account', 50),
        warehouse: text('Warehouse', 50),
      },
      2000,
    ),
  },
} as const;

const account = {
  key: 'id',
  head: { number: 'code', status: 'class' },
  title: 'name',
  fields: {
    /** The ledger's own id: an account need not have a code. */
    id: must(text('Id', 100)),
    code: text('Code', 50),
    name: text('Name', 200),
    /** `asset`, `equity`, `expense`, `liability` or `revenue`. */
    class: text('Class', 20),
    /** As the ledger calls it: a bank account, direct costs. */
    type: text('Type', 50),
    taxCode: text('Tax code', 50),
    currency: text('Currency', 3),
    takesPayments: yesNo('Takes payments'),
    /** What the ledger itself keeps it for: its receivables, its rounding. */
    system: text('System account', 50),
    active: yesNo('In use'),
  },
} as const;

export const catalogue = {
  product,
  kit,
  'stock-level': stockLevel,
  customer,
  supplier,
  warehouse,
  'tax-rate': taxRate,
  'payment-method': paymentMethod,
  'tracking-option': trackingOption,
  invoice,
  return: returned,
  refund,
  payment,
  'purchase-order': purchaseOrder,
  account,
} as const;
