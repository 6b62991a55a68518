/** Where a record stands on its way into an app: the state of its line in the export log. */
export type OutboxState =
  | 'not-due'
  | 'pending'
  | 'sending'
  | 'exported'
  | 'changed'
  | 'waiting'
  | 'rejected'
  | 'uncertain'
  | 'needs-person'
  | 'expected';

/** Where a shipment stands. */
export type ShipmentState =
  /** Written ahead; whether a request of it may have left is said by what is `under_way`. */
  | 'sending'
  /** A request left and no trustworthy answer came. */
  | 'uncertain'
  /** Nothing is on its way; the next try has a time. */
  | 'waiting'
  /** The app said no. */
  | 'rejected'
  | 'needs-person'
  /** Done once, but the record has changed since and a person must say what to do. */
  | 'changed'
  | 'done';

/** From best to worst: a record that was split shows its worst shipment. The position in this list is its rank in SQL. */
export const SHIPMENT_RANK: ShipmentState[] = [
  'done',
  'sending',
  'waiting',
  'changed',
  'uncertain',
  'rejected',
  'needs-person',
];

/** What a record shows when this is its worst shipment. */
export const shownAs: Record<ShipmentState, OutboxState> = {
  done: 'exported',
  sending: 'sending',
  waiting: 'waiting',
  changed: 'changed',
  uncertain: 'uncertain',
  rejected: 'rejected',
  'needs-person': 'needs-person',
};
