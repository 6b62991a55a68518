import { createHmac } from 'node:crypto';
import type { UnleashedSandbox } from './index.js';

const TWIN = 'https://api.unleashedsoftware.com';

/** A list answer. */
export interface Listed {
  Pagination: { NumberOfItems: number; PageSize: number; PageNumber: number; NumberOfPages: number };
  Items: Record<string, unknown>[];
}

/** A request as a client makes it: signed over its query, JSON both ways. */
export function signed(
  twin: UnleashedSandbox,
  method: string,
  pathAndQuery: string,
  body?: unknown,
  origin = TWIN,
): Request {
  const query = pathAndQuery.split('?')[1] ?? '';
  return new Request(`${origin}${pathAndQuery}`, {
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'client-type': 'patchbay/spec',
      'api-auth-id': twin.credentials.id ?? '',
      'api-auth-signature': createHmac('sha256', twin.credentials.key ?? '')
        .update(query)
        .digest('base64'),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** Asks the twin and reads its answer. */
export async function ask<T = Record<string, unknown>>(
  twin: UnleashedSandbox,
  method: string,
  pathAndQuery: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await twin.handle(signed(twin, method, pathAndQuery, body));
  return { status: response.status, body: (await response.json()) as T };
}

export async function listed(twin: UnleashedSandbox, pathAndQuery: string): Promise<Listed> {
  const { status, body } = await ask<Listed>(twin, 'GET', pathAndQuery);
  if (status !== 200) throw new Error(`${pathAndQuery} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** What is wrong, as pairs of field and code. */
export const wrongs = (body: unknown): string[] =>
  (body as { Field: string; ErrorCode: string }[]).map(({ Field, ErrorCode }) => `${Field} ${ErrorCode}`);

/** A small good order: two saucers and a mug. */
export const order = (changes: Record<string, unknown> = {}) => ({
  Customer: { CustomerCode: 'WEBSALES' },
  Warehouse: { WarehouseCode: 'MAIN' },
  ExchangeRate: 1,
  OrderStatus: 'Placed',
  Tax: { TaxCode: 'OUTPUT', TaxRate: 0.1 },
  TaxRate: 0.1,
  SubTotal: 39,
  TaxTotal: 3.9,
  Total: 42.9,
  SourceId: 'shop:N1001',
  SalesOrderLines: [
    line(1, 'POT-SAUCER', 2, 8.5, '17.00', '1.70'),
    line(2, 'HOME-MUG-SPECKLE', 1, 22, '22.00', '2.20'),
  ],
  ...changes,
});

export const line = (number: number, code: string, quantity: number, price: number, total: string, tax: string) => ({
  LineNumber: number,
  Product: { ProductCode: code },
  OrderQuantity: quantity,
  UnitPrice: price,
  LineTotal: total,
  LineTax: tax,
});

/** An order of one line, added up as the app does for whole cents. */
export const single = (code: string, quantity: number, price: number, changes: Record<string, unknown> = {}) => {
  const cents = Math.round(quantity * price * 100);
  const tax = Math.round(cents / 10);
  const [total, lineTax] = [(cents / 100).toFixed(2), (tax / 100).toFixed(2)];
  return order({
    SubTotal: total,
    TaxTotal: lineTax,
    Total: ((cents + tax) / 100).toFixed(2),
    SalesOrderLines: [line(1, code, quantity, price, total, lineTax)],
    ...changes,
  });
};

export const GUID = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
