import { linkOf, standingOf } from '../face.js';
import type { Agreed, Finding, Row, Rules } from './finding.js';
import {
  compareUnits,
  daysBetween,
  findingOf,
  leftInParts,
  onlyHere,
  onlyThere,
  type Unit,
  unitOf,
  unitsOf,
  within,
} from './unit.js';

/**
 * What there is to say about the rows of one key on both sides. By link first; what is left goes by its amount, then by its date.
 * The rows come in the order of their faces, so the answer doesn't depend on the order in which they came in.
 */
export function settleGroup(here: Row[], there: Row[], rules: Rules): (Finding | Agreed)[] {
  const simple = settleSimply(here, there, rules);
  if (simple) return simple;
  const group = new Group(here, there, rules);
  group.settle();
  return group.said;
}

/** One on each side that belong together, or one alone: nearly all there ever is. Undefined where there is more to weigh. */
function settleSimply(here: Row[], there: Row[], rules: Rules): (Finding | Agreed)[] | undefined {
  const [mine, other] = [here[0], there[0]];
  if (here.length > 1 || there.length > 1 || (other && standingOf(other.face) !== 'a')) return undefined;
  if (!mine) return onlyThere(unitOf([other!]), rules);
  const unit = unitOf([mine]);
  if (!other) return onlyHere(unit, rules);
  if (unit.link !== undefined && unit.link !== linkOf(other.face)) return undefined;
  const theirs = unitOf([other]);
  if (!mayBeOne(unit, theirs)) return [...onlyHere(unit, rules), ...onlyThere(theirs, rules)];
  const said = compareUnits(unit, theirs, rules);
  return said ? [said] : [];
}

class Group {
  readonly said: (Finding | Agreed)[] = [];
  private units: Unit[];
  /** In force, and not taken by any unit yet. */
  private free: Unit[];
  /** Voided or deleted. */
  private readonly dead: Unit[];
  /** What the app says of these makes no sense. */
  private readonly unread: Unit[];
  private readonly paired = new Set<Unit>();

  constructor(
    here: Row[],
    there: Row[],
    private readonly rules: Rules,
  ) {
    this.units = unitsOf(here);
    const rows = withoutRepeats(there).filter(({ face }) => standingOf(face) !== 'f');
    this.free = rows.filter(({ face }) => standingOf(face) === 'a').map((row) => unitOf([row]));
    this.dead = rows.filter(({ face }) => ENDED.has(standingOf(face))).map((row) => unitOf([row]));
    this.unread = rows.filter(({ face }) => standingOf(face) === 'u').map((row) => unitOf([row]));
  }

  settle(): void {
    this.setUnreadApart();
    const [only] = this.units;
    if (only && this.units.length === 1 ? this.inParts(only) : this.together()) return;
    for (const unit of this.units) this.pair(unit, this.linked(unit));
    for (const unit of this.units)
      if (unit.link === undefined && !this.paired.has(unit)) this.pair(unit, this.nearest(unit));
    for (const unit of this.units) if (!this.paired.has(unit)) this.unmatched(unit);
    for (const extra of this.free) this.extra(extra);
  }

  /** Nothing is known of them but whose they are: nothing else of that one is asked about. */
  private setUnreadApart(): void {
    for (const unread of this.unread) {
      const unit = this.units.find(({ link }) => link === unread.link) ?? this.units.find(leftInParts);
      if (unit) this.pair(unit, unread);
      else this.said.push(...onlyThere(unread, this.rules));
      this.units = this.units.filter((one) => one !== unit);
    }
  }

  /**
   * One document here and several there that come to the same: a payment in parts, or an invoice and its credit. One that left in
   * several parts has no single link; all that carries its key is its own then, whatever it comes to, unless one of them is all of it.
   */
  private inParts(unit: Unit): boolean {
    if (this.free.length < 2 || this.free.some(({ currency }) => currency !== unit.currency)) return false;
    const sum = unitOf(this.free.flatMap(({ rows }) => rows));
    if (!this.isWhole(sum, unit) && !(leftInParts(unit) && !this.free.some((one) => this.isWhole(one, unit))))
      return false;
    this.free = [];
    this.pair(unit, sum);
    return true;
  }

  /** A batch of which one record has changed since: the batch and what makes up for the change come to what all of them are worth. */
  private together(): boolean {
    if (this.free.length === 0 || !this.units.some(leftInParts)) return false;
    const mine = this.units.filter((unit) => leftInParts(unit) || this.linked(unit));
    if (new Set([...mine, ...this.free].map(({ currency }) => currency)).size > 1) return false;
    const [here, there] = [joined(mine), joined(this.free)];
    if (!this.isWhole(there, here)) return false;
    for (const unit of mine) this.paired.add(unit);
    this.free = [];
    this.pair(here, there);
    for (const unit of this.units) if (!this.paired.has(unit)) this.unmatched(unit);
    return true;
  }

  private isWhole(there: Unit, here: Unit): boolean {
    return Math.abs(there.amount - here.amount) <= this.rules.tolerance;
  }

  private linked(unit: Unit): Unit | undefined {
    return unit.link === undefined ? undefined : this.free.find(({ link }) => link === unit.link);
  }

  private pair(unit: Unit, there: Unit | undefined): void {
    if (!there) return;
    this.paired.add(unit);
    this.free = this.free.filter((one) => one !== there);
    const said = compareUnits(unit, there, this.rules);
    if (said) this.said.push(said);
  }

  /** By amount, then by date. */
  private nearest(unit: Unit): Unit | undefined {
    const distance = (one: Unit) => Math.abs(one.amount - unit.amount);
    return this.free
      .filter((one) => mayBeOne(unit, one))
      .toSorted(
        (a, b) => distance(a) - distance(b) || daysBetween(a.date, unit.date) - daysBetween(b.date, unit.date),
      )[0];
  }

  private unmatched(unit: Unit): void {
    // Another one of its number is there: most likely somebody made it anew by hand.
    const suggested = this.free.find((one) => mayBeOne(unit, one));
    this.free = this.free.filter((one) => one !== suggested);
    const ended = this.dead.find(({ link }) => unit.link === undefined || link === unit.link);
    if (unit.standing === 'a' && ended && within(unit.date, this.rules)) {
      // What has ended there is worth nothing any more.
      const worth = { amountThere: undefined, suggested: suggested?.rows[0]?.entry };
      this.said.push({ ...findingOf('voided', unit, ended), ...worth });
    } else this.said.push(...onlyHere(unit, this.rules, suggested?.rows[0]));
    if (suggested) this.said.push(...onlyThere(suggested, this.rules));
  }

  /** Of this number there is one already, or it would be among those without a counterpart. */
  private extra(extra: Unit): void {
    const twin = this.units.find((unit) => this.paired.has(unit) && mayBeOne(unit, extra));
    if (!twin) this.said.push(...onlyThere(extra, this.rules));
    else if (within(extra.date, this.rules))
      this.said.push({ ...findingOf('duplicate', twin, extra), amountHere: undefined });
  }
}

const ENDED = new Set(['v', 'd']);

/** An invoice and a credit note may go by one number, as an order and its return do, and are two all the same. */
const mayBeOne = (unit: Unit, other: Unit): boolean => leftInParts(unit) || unit.amount * other.amount >= 0;

const joined = (units: Unit[]): Unit => unitOf(units.flatMap(({ rows }) => rows));

/** A list that is read page by page while it changes may show a row twice. */
function withoutRepeats(rows: Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ face }) => {
    const link = linkOf(face)!;
    const isNew = !seen.has(link);
    seen.add(link);
    return isNew;
  });
}
