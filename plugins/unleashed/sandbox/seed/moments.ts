import { twin } from 'patchbay/sdk';

/** When the seeded data was typed in. Fixed, so that a seeded twin is the same on every day it is started. */
export const SEEDED_ON = Date.UTC(2026, 0, 5, 23, 30);

const HALF_YEAR_IN_SECONDS = 15_000_000;

/** Some moment between January and June 2026, always the same for the same words. */
export const seededMoment = (...words: (string | number)[]): number =>
  SEEDED_ON + 1000 * twin.pick(HALF_YEAR_IN_SECONDS, 'moment', ...words);
