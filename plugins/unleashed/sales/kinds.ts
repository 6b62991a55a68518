import type { Found, SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { type Credit, isCredit } from './credit.js';
import { findCredits } from './credit-steps.js';
import type { Order } from './order.js';
import { find } from './steps.js';

// What leaves for a sale is a sales order, or a credit that makes up for a change of one. Each step is of one kind.

type Step<Payload> = (shipment: Shipment<Payload>, ctx: SendContext<UnleashedApi>) => Promise<StepResult>;
type Sent = Shipment<Order | Credit>;

export const order =
  (step: Step<Order>): Step<Order | Credit> =>
  (shipment, ctx) =>
    step(shipment as Shipment<Order>, ctx);

export const creditNote =
  (step: Step<Credit>): Step<Order | Credit> =>
  (shipment, ctx) =>
    step(shipment as Shipment<Credit>, ctx);

export async function findSales(shipments: Sent[], ctx: SendContext<UnleashedApi>): Promise<(Found | undefined)[]> {
  const credits = shipments.filter(({ payload }) => isCredit(payload)) as Shipment<Credit>[];
  const orders = shipments.filter(({ payload }) => !isCredit(payload)) as Shipment<Order>[];
  const foundCredits = await findCredits(credits, ctx);
  const foundOrders = await find(orders, ctx);
  return shipments.map((shipment) =>
    isCredit(shipment.payload)
      ? foundCredits[credits.indexOf(shipment as Shipment<Credit>)]
      : foundOrders[orders.indexOf(shipment as Shipment<Order>)],
  );
}
