import { getContent } from './content.js';
import type { Answer } from './envelope.js';
import { getPaymentMethods } from './payment-methods.js';
import { Reading } from './reading.js';
import { getShippingMethods } from './shipping-methods.js';
import type { Shop } from './shop.js';
import type { Given } from './wire.js';

type Action = (body: Given) => Answer;

/** What NETOAPI_ACTION may name. */
export function actions(shop: Shop, maxLimit: number): Record<string, Action> {
  const reads = (noun: { read(reading: Reading): Answer }): Action => {
    return (body) => noun.read(new Reading(body, shop.clock, maxLimit));
  };
  return {
    GetOrder: reads(shop.orders),
    AddOrder: (body) => shop.orders.add(body),
    UpdateOrder: (body) => shop.orders.update(body),
    GetPayment: reads(shop.payments),
    AddPayment: (body) => shop.payments.add(body),
    GetPaymentMethods: getPaymentMethods,
    GetRma: reads(shop.rmas),
    AddRma: (body) => shop.rmas.add(body),
    GetItem: reads(shop.items),
    AddItem: (body) => shop.items.add(body),
    UpdateItem: (body) => shop.items.update(body),
    GetCustomer: reads(shop.customers),
    AddCustomer: (body) => shop.customers.add(body),
    UpdateCustomer: (body) => shop.customers.update(body),
    GetWarehouse: reads(shop.warehouses),
    AddWarehouse: (body) => shop.warehouses.add(body),
    UpdateWarehouse: (body) => shop.warehouses.update(body),
    GetSupplier: reads(shop.suppliers),
    AddSupplier: (body) => shop.suppliers.add(body),
    UpdateSupplier: (body) => shop.suppliers.update(body),
    GetCurrencySettings: () => shop.settings.read(),
    UpdateCurrencySettings: (body) => shop.settings.update(body),
    GetShippingMethods: getShippingMethods,
    GetContent: reads({ read: getContent }),
  };
}
