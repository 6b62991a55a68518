import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { Said } from './client/calls.js';
import type { XeroApi } from './client.js';
import { addDays, dayInWords, dayOf, later } from './dates.js';
import { settingsOf } from './settings.js';
import { inWords, isAbout, type Wrong } from './wrongs.js';

type Context = SendContext<XeroApi>;

/** Whatever the app keeps under a date. */
type Dated = Pick<Shipment<{ date: string }>, 'payload' | 'day' | 'done'>;

/** What the app said to something of a date, and on which day that was in the end. */
export interface Posted<Payload, Row> {
  shipment: Shipment<Payload>;
  said: Said<Row>;
  date: string;
  /** The first day that isn't closed, where the period of its own is. */
  firstOpenDay?: string;
}

const CLOSED = { label: 'Period closed', seconds: 12 * 3600, yields: true };

/**
 * Writes many by one request, each on its day or on the one that somebody has chosen for it. Those whose period is closed are dated on
 * the first open day, where the merchant wants that of all.
 */
export async function post<Payload extends { date: string }, Row>(
  shipments: Shipment<Payload>[],
  write: (some: { shipment: Shipment<Payload>; date: string }[]) => Promise<Said<Row>[]>,
  ctx: Context,
): Promise<Posted<Payload, Row>[]> {
  const first = await posted(
    shipments.map((shipment) => ({ shipment, date: later(shipment.day ?? '', shipment.payload.date) })),
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

/** On which days any of these may stand: its own, the one that was chosen for it, or the first open one. */
export async function possibleDays(some: Omit<Dated, 'done'>[], ctx: Context): Promise<string[]> {
  const own = some.map(({ payload }) => payload.date);
  const days = [...new Set([...own, ...some.flatMap(({ day }) => day ?? [])])];
  if (days.length === 0 || settingsOf(ctx).locked !== 'first-open-day') return days;
  const open = await firstOpenDayOf(ctx);
  return open === undefined || own.every((date) => later(open, date) === date) ? days : [...new Set([...days, open])];
}

/** On which day one stands that left for another than its own; nothing where it is its own. */
export const dayFor = (date: string, { payload }: Pick<Dated, 'payload'>): { day?: string } =>
  date === payload.date ? {} : { day: date };

/** The same of one that was found: any other day than we could have given it is somebody else's doing. */
export function dayFound(said: unknown, one: Omit<Dated, 'done'>, ctx: Context): { day?: string } {
  const date = dayOf(said) ?? one.payload.date;
  const isOurs = date === one.day || (settingsOf(ctx).locked === 'first-open-day' && date > one.payload.date);
  return isOurs ? dayFor(date, one) : {};
}

/** On which day it stands since it was written: a draft that is brought up to date stays there. */
export const standsOn = ({ payload, done }: Omit<Dated, 'day'>): string => later(done.create?.day ?? '', payload.date);

/** A change of what is there already has no other day to go to. */
export function heldChange(wrongs: Wrong[], shipment: Shipment<{ date: string }>): StepResult | undefined {
  if (!isAbout(wrongs, 'locked')) return undefined;
  const day = dayInWords(standsOn(shipment));
  const waiting = `${inWords(wrongs)} ${shipment.reference} is of ${day}. Open the period in Xero; the change goes by itself then.`;
  return { waiting, ...CLOSED };
}

/** It waits until somebody opens the period, or says that the first open day will do: for this one, or for all. */
export function heldBack({
  said,
  shipment,
  date,
  firstOpenDay = '',
}: Posted<{ date: string }, unknown>): StepResult | undefined {
  if (!isLocked({ said }) || !('wrongs' in said)) return undefined;
  const own = dayInWords(shipment.payload.date);
  const chosen = date === shipment.payload.date ? '' : `, and was to be dated ${dayInWords(date)}`;
  // A day that was refused just now is no offer.
  const offersDay = firstOpenDay > date ? firstOpenDay : undefined;
  const offer = offersDay
    ? `or send this one dated ${dayInWords(offersDay)}, the first open day. To have all of them dated so`
    : 'or let such documents be posted on the first open day';
  const waiting = `${inWords(said.wrongs)} This document is of ${own}${chosen}. Open the period in Xero, and it goes by itself; ${offer}: Setup & Tools → Advanced configuration → Closed periods.`;
  return { waiting, ...CLOSED, ...(offersDay && { offersDay }) };
}
