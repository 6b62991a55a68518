import { type StepResult, stateTask } from 'patchbay/sdk';
import { type ParcellyClient, refusalOf } from '../client.js';

export const updatePrices = stateTask<'product', ParcellyClient, { price: string }>({
  id: 'update-prices',
  title: 'Update prices',
  record: 'product',
  schedule: 'every 1 hour',
  fields: ['price'],
  batch: 10,
  watch: { fields: ['price'], percent: 50 },
  build({ body, remoteId }) {
    if (remoteId === undefined) return undefined;
    return body.price ? { price: body.price } : { notDue: 'it has no price' };
  },
  async send(items, { api }) {
    const results: StepResult[] = [];
    for (const { key, remoteId, payload } of items) {
      const answer = await api.setPrice(key, payload.price);
      results.push(answer.status >= 400 ? { rejected: refusalOf(answer) } : { done: true, remoteId });
    }
    return results;
  },
});
