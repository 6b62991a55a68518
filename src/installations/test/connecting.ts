import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Plugin } from '../../sdk/index.js';
import { type House, startHouse } from './house.js';
import { Parcelly } from './merchants.js';

/** What no app takes for its key. */
export const NONSENSE = 'nonsense-4711';

/** A merchant in each test who has answered Parcelly's questions and is asked for its credentials. */
export function connecting(env: () => Record<string, string> = () => ({}), more: Plugin[] = []) {
  let house: House;
  let parcelly: Parcelly;

  beforeAll(async () => {
    house = await startHouse(env(), more);
  });
  afterAll(() => house?.stop());
  beforeEach(async () => {
    house.inTheWay.through = undefined;
    parcelly = await Parcelly.begun(house, await house.hub.merchant());
    await parcelly.answer(1);
  });

  return {
    get house() {
      return house;
    },
    get parcelly() {
      return parcelly;
    },
  };
}
