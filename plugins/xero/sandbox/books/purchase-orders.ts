import { twin } from 'patchbay/sdk';
import { found } from '../desk/answers.js';
import { dayText, wireDay } from '../desk/dates.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { documentFields, documentWire, rateWire } from './document-wire.js';
import type { PurchaseOrder } from './purchase-order.js';

const orderNoun: Noun<PurchaseOrder> = {
  name: 'PurchaseOrders',
  idName: 'PurchaseOrderID',
  shelf: (books) => books.orders,
  fields: { ...documentFields, PurchaseOrderNumber: (order) => order.number, Status: (order) => order.status },
  write: (order, how) => ({
    PurchaseOrderID: order.id,
    PurchaseOrderNumber: order.number,
    Reference: order.reference,
    Type: 'PURCHASEORDER',
    ...(order.deliveryDate
      ? { DeliveryDateString: dayText(order.deliveryDate), DeliveryDate: wireDay(order.deliveryDate) }
      : {}),
    SentToContact: false,
    HasAttachments: false,
    HasErrors: false,
    IsDiscounted: false,
    ...rateWire(order),
    ...documentWire(order, how),
  }),
};

function index(call: Call) {
  const { query } = call;
  const status = query.text('Status')?.toUpperCase();
  const [from, to] = [query.text('DateFrom') ?? '', query.text('DateTo') ?? '9999'];
  return list(
    call,
    orderNoun,
    undefined,
    (order) => (!status || order.status === status) && order.date >= from && order.date <= to,
  );
}

function orderAt({ books, params }: Call): PurchaseOrder {
  const key = params[0]!;
  return found(twin.isGuid(key) ? books.orders.get(key) : books.orders.by('number', key).at(-1));
}

/** They are only read here: purchases are written as draft bills. */
export const orderRoutes: Route[] = [
  { method: 'GET', path: '/PurchaseOrders', answer: index },
  { method: 'GET', path: '/PurchaseOrders/*', answer: (call) => show(call, orderNoun, orderAt(call)) },
];
