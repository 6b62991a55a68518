import {
  type Found,
  NeedsPerson,
  NoAnswer,
  Reconnect,
  type RecordLink,
  type StepDone,
  type StepResult,
  TryLater,
} from '../sdk/index.js';
import { isUntouched, nextStep, type ShipmentRow } from './shipment.js';
import type { ShipmentState } from './states.js';

/** What a try changed in a shipment, and the line it leaves in the log. */
export interface Outcome {
  shipment: ShipmentRow;
  /** The step it was about; null for a look-up. */
  step: string | null;
  outcome: 'done' | 'waiting' | 'rejected' | 'uncertain' | 'needs-person' | 'found' | 'not-found';
  message: string | null;
  exchange: number | null;
  /** Keys of the records that the app refused, of a shipment of many. */
  refused?: string[];
  /** Further records whose counterpart in the app is known by now. */
  links?: RecordLink[];
  /** While it waits, others of its key may go. */
  yields?: boolean;
}

const MINUTE = 60_000;
const PAUSES = [1, 5, 15, 60, 180].map((minutes) => minutes * MINUTE);
const DAY = 24 * 60 * MINUTE;
/** After so many tries in a row that ended in a fault, a person looks. */
const FAULTS_BEFORE_A_PERSON = 6;

/** Not found so often, a settling time apart: it isn't there. */
export const FINDS_THAT_SETTLE = 2;

/** The app said so often that it has this, and it couldn't be found: going on would go round in circles. */
const EXISTS_BEFORE_A_PERSON = 3;
const EXISTS_UNSEEN =
  'The app says it has this already, but it could not be found there. Look in the app, then send it anew or mark it as expected.';
const STOPPED = 'The export was stopped before this was sent. It goes out with the next run.';
const NOT_FOUND_YET = 'Not found in the app; looking once more before it is sent again.';
const NOT_THERE = 'Not found in the app: it did not land.';
const NOBODY_KNOWS =
  'No answer came, and it was not found in the app. Look there by hand, then send it again or mark it as expected.';
const GONE = 'It was sent, but it is no longer in the app. Send it anew under a new number, or mark it as expected.';

/** The pause before the next try: growing, then every three hours. */
export function pauseAfter(attempts: number): number {
  return PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? MINUTE;
}

interface At {
  now: number;
  exchange: number | null;
}

type Answer<Word extends string> = Extract<StepResult, Record<Word, unknown>>;

/** How one shipment's step ended, from what the plugin answered. */
export function afterResult(shipment: ShipmentRow, step: string, result: StepResult, at: At): Outcome {
  if ('done' in result) return afterDone(shipment, step, result, at);
  if ('rejected' in result) return afterRejected(shipment, step, result, at);
  if ('waiting' in result) return afterWaiting(shipment, step, result, at);
  if ('exists' in result) return afterExists(shipment, step, at);
  const { exchange } = at;
  if ('outdated' in result && mayBeBuiltAnew(shipment)) {
    const { outdated: message } = result;
    return { shipment: move(shipment, 'waiting', message), step, outcome: 'waiting', message, exchange };
  }
  return asking(shipment, step, 'outdated' in result ? result.outdated : result.needsPerson, exchange);
}

function afterDone(shipment: ShipmentRow, step: string, result: Answer<'done'>, { exchange }: At): Outcome {
  const { remoteId, number, url, data, links, also = [], day } = result;
  const further = Object.fromEntries(also.map((other) => [other, { remoteId, number }]));
  return {
    shipment: markDone(shipment, { ...further, [step]: { remoteId, number, data, day } }, url),
    step,
    outcome: 'done',
    message: null,
    exchange,
    links,
  };
}

function afterRejected(
  shipment: ShipmentRow,
  step: string,
  result: Answer<'rejected'>,
  { now, exchange }: At,
): Outcome {
  const { rejected: message, members: refused } = result;
  const moved = move(shipment, 'rejected', message, { nextTryAt: now + DAY });
  return { shipment: moved, step, outcome: 'rejected', message, exchange, refused };
}

function afterWaiting(shipment: ShipmentRow, step: string, result: Answer<'waiting'>, { now, exchange }: At): Outcome {
  const { waiting: message, yields } = result;
  const attempts = shipment.attempts + 1;
  const pause = result.seconds === undefined ? pauseAfter(attempts) : result.seconds * 1000;
  const moved = move(shipment, 'waiting', message, {
    attempts,
    nextTryAt: now + pause,
    label: result.label ?? null,
    offeredDay: result.offersDay ?? null,
  });
  return { shipment: moved, step, outcome: 'waiting', message, exchange, yields };
}

function afterExists(shipment: ShipmentRow, step: string, { now, exchange }: At): Outcome {
  const attempts = shipment.attempts + 1;
  if (attempts > EXISTS_BEFORE_A_PERSON) return asking(shipment, step, EXISTS_UNSEEN, exchange, { attempts });
  const message = 'The app says it has this already; looking it up.';
  const moved = move(shipment, 'uncertain', message, { attempts, finds: 0, nextTryAt: now });
  return { shipment: moved, step, outcome: 'uncertain', message, exchange };
}

/** A batch is built of what each of its records came to, and what has landed in part can't be taken back. */
const mayBeBuiltAnew = (shipment: ShipmentRow) => isUntouched(shipment) && shipment.members.length === 1;

/**
 * How one shipment's step ended when the plugin threw. `mayHaveLanded`: a request that changes something left and wasn't
 * refused at the door of the app, so only a look-up can tell what happened. `stopped`: the run is to end.
 */
export function afterError(
  shipment: ShipmentRow,
  step: string,
  error: unknown,
  at: { now: number; settle: number; exchange: number | null; mayHaveLanded: boolean; stopped?: boolean },
): Outcome {
  const { exchange, now } = at;
  const message = error instanceof Error ? error.message : String(error);
  if (at.mayHaveLanded || error instanceof NoAnswer) {
    const pause = Math.max(at.settle, error instanceof TryLater ? (error.seconds ?? 0) * 1000 : 0);
    const moved = move(shipment, 'uncertain', message, { finds: 0, nextTryAt: now + pause });
    return { shipment: moved, step, outcome: 'uncertain', message, exchange };
  }
  if (at.stopped) {
    const moved = move(shipment, 'waiting', STOPPED, { attempts: shipment.attempts, nextTryAt: now });
    return { shipment: moved, step, outcome: 'waiting', message: STOPPED, exchange };
  }
  if (error instanceof NeedsPerson) return asking(shipment, step, message, exchange);
  // Reconnecting resumes whatever waits, so a lost connection is no try of this shipment's own.
  const attempts = error instanceof Reconnect ? shipment.attempts : shipment.attempts + 1;
  const isFault = !(error instanceof TryLater || error instanceof Reconnect);
  if (isFault && attempts >= FAULTS_BEFORE_A_PERSON) {
    const moved = move(shipment, 'needs-person', `The connector failed ${attempts} times: ${message}`, { attempts });
    return { shipment: moved, step, outcome: 'needs-person', message: moved.message, exchange };
  }
  const seconds = error instanceof TryLater ? error.seconds : undefined;
  const nextTryAt = now + (seconds === undefined ? pauseAfter(Math.max(1, attempts)) : seconds * 1000);
  return {
    shipment: move(shipment, 'waiting', message, { attempts, nextTryAt }),
    step,
    outcome: 'waiting',
    message,
    exchange,
  };
}

/** How a look-up ended. */
export function afterFind(
  shipment: ShipmentRow,
  found: Found | undefined,
  at: At & { settle: number; doublesUnlessFound: boolean },
): Outcome {
  if (found) return afterFound(shipment, found, at);
  const { exchange, now } = at;
  const finds = shipment.finds + 1;
  if (finds < FINDS_THAT_SETTLE) {
    const moved = move(shipment, 'uncertain', NOT_FOUND_YET, { finds, nextTryAt: now + at.settle });
    return { shipment: moved, step: null, outcome: 'not-found', message: NOT_FOUND_YET, exchange };
  }
  if (Object.keys(shipment.done).length > 0) return asking(shipment, null, GONE, exchange, { finds });
  if (at.doublesUnlessFound || shipment.doubles) return asking(shipment, null, NOBODY_KNOWS, exchange, { finds });
  const moved = move(shipment, 'waiting', NOT_THERE, { finds: 0, nextTryAt: now });
  return { shipment: moved, step: null, outcome: 'not-found', message: NOT_THERE, exchange };
}

function afterFound(shipment: ShipmentRow, found: Found, { now, exchange }: At): Outcome {
  const { remoteId, number, steps, day } = found;
  const done = Object.fromEntries(steps.map((step) => [step, { remoteId, number, day }]));
  const marked = markDone(shipment, { ...done, ...shipment.done });
  // What is left to do is done only if its record hasn't changed while it was in doubt; a batch goes on as it is.
  const goesOnAtOnce = marked.state !== 'sending' || shipment.members.length > 1;
  const moved: ShipmentRow = goesOnAtOnce ? marked : { ...marked, state: 'waiting', nextTryAt: now };
  return { shipment: moved, step: null, outcome: 'found', message: null, exchange };
}

function markDone(shipment: ShipmentRow, steps: Record<string, StepDone>, url?: string): ShipmentRow {
  const done = { ...shipment.done, ...steps };
  const last = Object.values(steps).findLast((step) => step.remoteId !== undefined || step.number !== undefined);
  const left = nextStep({ steps: shipment.steps, done });
  // Written behind a spread these would take four times as long.
  const moved = { ...shipment };
  moved.state = left === undefined ? 'done' : 'sending';
  moved.label = null;
  moved.message = null;
  moved.nextTryAt = null;
  moved.offeredDay = null;
  moved.attempts = 0;
  moved.finds = 0;
  moved.done = done;
  moved.remoteId = last?.remoteId ?? shipment.remoteId;
  moved.number = last?.number ?? shipment.number;
  moved.url = url ?? shipment.url;
  return moved;
}

/** A person is asked what is to become of it. */
function asking(
  shipment: ShipmentRow,
  step: string | null,
  message: string,
  exchange: number | null,
  also: Partial<Pick<ShipmentRow, 'attempts' | 'finds'>> = {},
): Outcome {
  return { shipment: move(shipment, 'needs-person', message, also), step, outcome: 'needs-person', message, exchange };
}

function move(
  shipment: ShipmentRow,
  state: ShipmentState,
  message: string | null,
  also: Partial<Pick<ShipmentRow, 'attempts' | 'finds' | 'nextTryAt' | 'label' | 'offeredDay'>> = {},
): ShipmentRow {
  return {
    ...shipment,
    label: null,
    nextTryAt: null,
    offeredDay: null,
    ...also,
    state,
    message: message?.slice(0, 1000) ?? null,
  };
}
