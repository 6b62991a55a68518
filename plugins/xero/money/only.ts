import type { SendContext, SendStep, Shipment, StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';

/** A step of a task that sends several kinds of documents: only those that name it are ever given to it. */
export const only =
  <Payload, All>(
    step: (shipments: Shipment<Payload>[], ctx: SendContext<XeroApi>) => Promise<StepResult[]>,
  ): SendStep<XeroApi, All> =>
  (shipments, ctx) =>
    step(shipments as unknown as Shipment<Payload>[], ctx);
