import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { Said } from './client/calls.js';
import type { XeroApi } from './client.js';
import { addDays, dayInWords, later } from './dates.js';
import { settingsOf } from './settings.js';
import { inWords, isAbout, type Wrong } from './wrongs.js';

type Context = SendContext<XeroApi>;

/** What the app said to something of a date, and on which day that was in the end. */
export interface Posted<Payload, Row> {
  shipment: Shipment<Payload>;
  said: Said<Row>;
  date: string;
  /** The first day that isn't closed, where the period of its own is. */
  firstOpenDay?: string;
}

const CLOSED = { label: 'Period closed', seconds: 12 * 3600, yields: true };

/** Writes many by one request. Those whose period is closed are dated on the first open day, where the merchant wants that. */
export async function post<Payload extends { date: string }, Row>(
  shipments: Shipment<Payload>[],
  write: (some: { shipment: Shipment<Payload>; date: string }[]) => Promise<Said<Row>[]>,
  ctx: Context,
): Promise<Posted<Payload, Row>[]> {
  const first = await posted(
    shipments.map((shipment) => ({ shipment, date: shipment.payload.date })),
    write,
  );
  const locked = first.filter(isLocked);
  if (locked.length === 0) return first;
  const firstOpenDay = await firstOpenDayOf(ctx);
  if (firstOpenDay === undefined) return first;
  if (settingsOf(ctx).locked !== 'first-open-day') {
    return first.map((one) => (isLocked(one) ? { ...one, firstOpenDay } : one));
  }
  const again = await posted(
    locked.map(({ shipment }) => ({ shipment, date: firstOpenDay })),
    write,
  );
  return first.map((one) => again.find(({ shipment }) => shipment === one.shipment) ?? one);
}

async function posted<Payload, Row>(
  some: { shipment: Shipment<Payload>; date: string }[],
  write: (some: { shipment: Shipment<Payload>; date: string }[]) => Promise<Said<Row>[]>,
): Promise<Posted<Payload, Row>[]> {
  if (some.length === 0) return [];
  const said = await write(some);
  return some.map((one, at) => ({ ...one, said: said[at]! }));
}

const isLocked = ({ said }: { said: Said<unknown> }) => 'wrongs' in said && isAbout(said.wrongs, 'locked');

async function firstOpenDayOf({ api }: Context): Promise<string | undefined> {
  const until = await api.setUp.lockedUpTo();
  return until === undefined ? undefined : addDays(until, 1);
}

/** On which days something of these dates may stand: its own, or the first open one. */
export async function possibleDays(dates: string[], ctx: Context): Promise<string[]> {
  const own = [...new Set(dates)];
  if (own.length === 0 || settingsOf(ctx).locked !== 'first-open-day') return own;
  const open = await firstOpenDayOf(ctx);
  return open === undefined || own.every((date) => later(open, date) === date) ? own : [...new Set([...own, open])];
}

/** A change of what is there already has no other day to go to. */
export function heldChange(
  wrongs: Wrong[],
  { reference, payload }: Shipment<{ date: string }>,
): StepResult | undefined {
  if (!isAbout(wrongs, 'locked')) return undefined;
  const waiting = `${inWords(wrongs)} ${reference} is of ${dayInWords(payload.date)}. Open the period in Xero; the change goes by itself then.`;
  return { waiting, ...CLOSED };
}

/** It waits until somebody opens the period, or says that the first open day will do. */
export function heldBack({ said, shipment, firstOpenDay }: Posted<{ date: string }, unknown>): StepResult | undefined {
  if (!isLocked({ said }) || !('wrongs' in said)) return undefined;
  const offer = ` on the first open day${firstOpenDay ? `, which is ${dayInWords(firstOpenDay)}` : ''}`;
  const waiting = `${inWords(said.wrongs)} This document is of ${dayInWords(shipment.payload.date)}. Open the period in Xero, or let such documents be posted${offer}: Setup & Tools → Advanced configuration → Closed periods.`;
  return { waiting, ...CLOSED };
}
