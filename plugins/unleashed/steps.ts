import type { SendContext, SendStep, Shipment, StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from './client.js';

/** A step that takes shipments one after the other: to the app each is a request of its own. */
export const each =
  <Payload>(
    step: (shipment: Shipment<Payload>, ctx: SendContext<UnleashedApi>) => Promise<StepResult>,
  ): SendStep<UnleashedApi, Payload> =>
  async (shipments, ctx) => {
    const results: StepResult[] = [];
    for (const shipment of shipments) results.push(await step(shipment, ctx));
    return results;
  };
