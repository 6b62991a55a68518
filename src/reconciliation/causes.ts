/** Why two sides don't agree about something. */
export type Cause =
  | 'amount'
  | 'currency'
  | 'unreadable'
  | 'gone'
  | 'voided'
  | 'cancelled'
  | 'duplicate'
  | 'rejected'
  | 'not-linked'
  | 'only-there'
  | 'never'
  | 'date'
  | 'copy-changed'
  | 'waiting'
  | 'pending'
  | 'excluded'
  | 'before-start';

/** What is most likely to cost money stands first on the report. */
export const CAUSES: readonly Cause[] = [
  'amount',
  'currency',
  'unreadable',
  'gone',
  'voided',
  'cancelled',
  'duplicate',
  'rejected',
  'not-linked',
  'only-there',
  'never',
  'date',
  'copy-changed',
  'waiting',
  'pending',
  'excluded',
  'before-start',
];

export const isCause = (value: unknown): value is Cause => CAUSES.includes(value as Cause);

export const severityOf = (cause: Cause): number => CAUSES.indexOf(cause);

/** Which of the report's cards counts it. */
export type Card = 'differs' | 'onlyHere' | 'onlyThere' | 'onItsWay' | 'known';

export const CARDS: Record<Cause, Card> = {
  amount: 'differs',
  currency: 'differs',
  unreadable: 'differs',
  cancelled: 'differs',
  'not-linked': 'differs',
  date: 'differs',
  'copy-changed': 'differs',
  gone: 'onlyHere',
  voided: 'onlyHere',
  rejected: 'onlyHere',
  never: 'onlyHere',
  waiting: 'onItsWay',
  pending: 'onItsWay',
  duplicate: 'onlyThere',
  'only-there': 'onlyThere',
  excluded: 'known',
  'before-start': 'known',
};

/** Whether a person has to look at it: not what goes out by itself, nor what is right as it is. */
export const needsSomeone = (cause: Cause): boolean => CARDS[cause] !== 'known' && CARDS[cause] !== 'onItsWay';
