import type { Shipment, StepResult } from 'patchbay/sdk';
import type { Paying } from '../money/money-document.js';
import { pay } from '../money/pay.js';
import { type Context, idOf, type Sent } from './sent.js';

/** Money that went back without a return: it is paid from its own credit. */
export async function refundCredits(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results = await pay(shipments.map(asPayment), ctx);
  return results.map((result, at) => {
    if (!('done' in result)) return result;
    return { ...result, remoteId: idOf(shipments[at]!), number: undefined };
  });
}

export function asPayment(shipment: Sent): Shipment<Paying> {
  const { number, currency, rate, refund } = shipment.payload;
  const target = { kind: 'CreditNote' as const, id: idOf(shipment) };
  const payload: Paying = {
    kind: 'payment',
    number,
    target,
    of: shipment.reference,
    currency,
    ...(rate && { rate }),
    ...refund!,
  };
  return { ...shipment, payload };
}
