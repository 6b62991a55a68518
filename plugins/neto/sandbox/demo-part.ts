import type { DemoPart, DemoScene } from 'patchbay/sdk';
import type { Counter } from './counter.js';

/** What a shop does during a demo: it sells, takes foreign money, and changes its mind. */
export function demoPart(counter: Counter): DemoPart {
  return {
    act({ moment, sent }: DemoScene) {
      if (moment === 'before exports') {
        sell(counter, { currency: 'GBP', paidBy: 'PayPal' });
        sell(counter, { currency: 'GBP', paidBy: 'PayPal', shipping: '9.50' });
        return;
      }
      const [changedItsMind] = sent;
      if (changedItsMind) counter.cancel(changedItsMind);
      sell(counter, { paidBy: 'Credit Card' });
      sell(counter, { paidBy: 'PayPal', shipping: '12.50' });
    },
  };
}

function sell(counter: Counter, sale: Parameters<Counter['placeOrder']>[0]): void {
  counter.dispatch(counter.placeOrder({ ...sale, approved: true }).id);
}
