import { crc32 } from 'node:zlib';
import { money } from '../sdk/index.js';

/** How a record of the store stands, as far as comparing it depends on it. */
export type StandingHere =
  /** Sent and taken: the app has it. The same letter as over there, so that two equal faces are two that agree. */
  | 'a'
  /** Sent, and cancelled in the store since. */
  | 'C'
  /** On its way, or in doubt. */
  | 's'
  | 'w'
  /** Goes with the next run. */
  | 'p'
  /** Refused by the app, or waits for a person. */
  | 'r'
  /** Kept back by a rule, */
  | 'n'
  /** or by its date. */
  | 'b'
  /** The task hasn't looked at it yet. */
  | 'o'
  /** A person said in the log that it is right as it is. */
  | 'x'
  /** Cancelled before anything was sent. */
  | 'c';

export type StandingThere =
  /** In force. */
  | 'a'
  | 'v'
  | 'd'
  /** What the app says of it makes no sense. */
  | 'u'
  /** Carries the marker of another store that shares the connection. */
  | 'f';

interface Face {
  /** ISO 4217. */
  currency: string;
  /** 'YYYY-MM-DD' */
  date: string;
  standing: StandingHere | StandingThere;
  /** The id in the app that it is known to have. */
  remoteId?: string | null;
  /** A decimal text of at most four places. */
  amount: string;
}

const DATE = 3;
const STANDING = 13;
const LINK = 14;
const AMOUNT = 22;
const NO_LINK = '--------';
const TEN_THOUSAND = 10_000;

/** All that is compared of a row in one short text of fixed columns: 'AUD2026-11-22a8c736521199500' is 19.95 of that day. */
export function writeFace({ currency, date, standing, remoteId, amount }: Face): string {
  const link = remoteId ? crc32(remoteId).toString(16).padStart(8, '0') : NO_LINK;
  return `${currency}${date}${standing}${link}${money.multiply(amount, TEN_THOUSAND)}`;
}

export const currencyOf = (face: string): string => face.slice(0, DATE);
export const dateOf = (face: string): string => face.slice(DATE, STANDING);
export const standingOf = (face: string): string => face.charAt(STANDING);
/** In ten-thousandths, exact up to nine hundred billion. */
export const amountOf = (face: string): number => Number(face.slice(AMOUNT));
/** Two of one id have the same link; two of one link nearly always have the same id. */
export const linkOf = (face: string): string | undefined => {
  const link = face.slice(LINK, AMOUNT);
  return link === NO_LINK ? undefined : link;
};

/** The same read by the database; the amount is a decimal. */
export const faceColumns = (face: string) => ({
  currency: `left(${face}, ${DATE})`,
  amount: `cast(substring(${face}, ${AMOUNT + 1}) as decimal(20, 4)) / ${TEN_THOUSAND}`,
});

/** Both say the same money on the same day, and nothing stands against their being one. */
export const agree = (here: string, there: string): boolean => here === there && standingOf(here) === 'a';

/** Ten-thousandths as a decimal text. */
export function written(tenThousandths: number | bigint): string {
  const digits = String(tenThousandths < 0 ? -tenThousandths : tenThousandths).padStart(5, '0');
  return `${tenThousandths < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
