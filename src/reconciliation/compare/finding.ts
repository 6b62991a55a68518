import type { Cause } from '../causes.js';

/** A row as a comparison reads it. */
export interface Row {
  match_key: string;
  face: string;
  entry: number;
}

/** What a comparison goes by. */
export interface Rules {
  /** Amounts may differ by so many ten-thousandths. */
  tolerance: number;
  /** Dates may differ by so many days; undefined where the app dates documents itself. */
  days?: number;
  /** Only what is dated within is reported: the sides are read a little wider, so that nothing falls off the edge. */
  from: string;
  to: string;
}

/** Something the two sides don't agree about. */
export interface Finding {
  cause: Cause;
  here?: number;
  there?: number;
  /** Where several stand on one side. */
  members?: [here: number[], there: number[]];
  currency: string;
  /** 'YYYY-MM-DD' */
  date: string;
  /** In ten-thousandths. */
  amountHere?: number;
  amountThere?: number;
  /** By which it may be found under another number. */
  link?: string;
  suggested?: number;
  /** A person has said that it is right as it is. */
  expected?: true;
}

/** Documents that both sides agree about. Amounts in ten-thousandths. */
export interface Agreed {
  currency: string;
  here: number;
  there: number;
}
