import { randomUUID } from 'node:crypto';
import type { SendContext } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { isThereAlready, type Wrong } from '../wrongs.js';
import type { Order } from './order.js';

/** Makes the customer that an order needs. Answers why the app wouldn't. */
export async function createCustomerOf(
  { customer, currency, tax }: Order,
  { api }: SendContext<UnleashedApi>,
): Promise<Wrong[] | undefined> {
  const { code, name = code, email, phone } = customer;
  const said = await api.createCustomer(randomUUID(), {
    CustomerCode: code,
    CustomerName: name.slice(0, 100),
    Email: email?.slice(0, 100),
    PhoneNumber: phone,
    Currency: { CurrencyCode: currency },
    TaxCode: tax.code,
  });
  // Somebody else may have made it in this moment: codes are unique over there.
  return 'wrongs' in said && !isThereAlready(said.wrongs) ? said.wrongs : undefined;
}
