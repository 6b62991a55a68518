import type { SendContext, SendStep, Shipment, StepResult } from './tasks/index.js';

/** A step of an app to which each document is a request of its own: takes shipments one after the other. */
export const oneByOne =
  <Api, Payload>(
    step: (shipment: Shipment<Payload>, ctx: SendContext<Api>) => Promise<StepResult>,
  ): SendStep<Api, Payload> =>
  async (shipments, ctx) => {
    const results: StepResult[] = [];
    for (const shipment of shipments) results.push(await step(shipment, ctx));
    return results;
  };
