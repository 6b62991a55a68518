/** A tax of the app, with its rate as a fraction: '0.1' is ten per cent. */
export interface Tax {
  code: string;
  rate: string;
}

/** A line as it goes to the app: without tax, and adding up as the app adds up. */
export interface OrderLine {
  /** The store's line; absent on charges and rounding. */
  id?: string;
  sku: string;
  name?: string;
  quantity: string;
  unitPrice: string;
  total: string;
  tax: string;
  taxCode: string;
  taxRate: string;
  /** In a batch: the store's orders that this line stands for. */
  of?: string[];
}

export interface OrderCustomer {
  code: string;
  name?: string;
  email?: string;
  phone?: string;
}

export interface Delivery {
  name?: string;
  street1?: string;
  street2?: string;
  city?: string;
  region?: string;
  postcode?: string;
  country?: string;
  note?: string;
}

/** One sales order of one warehouse: frozen when it is written ahead, and all that the steps look at. */
export interface Order {
  /** The store's order; absent on a batch. */
  number?: string;
  /** The store's orders in a batch. */
  numbers?: string[];
  date: string;
  status: 'Placed' | 'Backordered';
  customer: OrderCustomer;
  customerRef: string;
  warehouse: string;
  currency: string;
  exchangeRate: string;
  tax: Tax;
  salesAccount?: string;
  delivery?: Delivery;
  /** It carries shipping, surcharge and discount of the whole sale. */
  charges: boolean;
  lines: OrderLine[];
  subTotal: string;
  taxTotal: string;
  total: string;
}

export const isBatch = (order: Order): boolean => order.numbers !== undefined;
