import type { INestApplicationContext } from '@nestjs/common';
import { Slots } from '../slots.js';

const DAY = 86_400_000;

/** From now on the next slot is always a day away: no quarter of an hour that ends in the middle of a spec starts anything. */
export function keepSlotsDistant(hub: INestApplicationContext): void {
  hub.get(Slots).after = (instant) => new Date(instant.getTime() + DAY);
}
