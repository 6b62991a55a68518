import { nextRun, parseSchedule, type Schedule } from '../sdk/schedule.js';

const LONGEST_SPREAD = 60_000;
/** Where gaps are measured from: a spread that changed with the time of asking could start one slot twice. */
const ORIGIN = Date.UTC(2026, 0, 1);
const GAPS_MEASURED = 4;

/** When tasks run next. Starts are drawn apart by installation, so that those who share a slot don't all come at once. */
export class Slots {
  private readonly timetables = new Map<string, Timetable>();

  /** The first start after an instant. Slots that passed meanwhile are one missed slot, not many. */
  after(instant: Date, schedule: string, timeZone: string, installationId: number): Date {
    const timetable = this.timetable(schedule, timeZone);
    const delay = Math.floor(fraction(installationId) * timetable.spread);
    return new Date(timetable.after(instant.getTime() - delay) + delay);
  }

  private timetable(schedule: string, timeZone: string): Timetable {
    const key = `${schedule}|${timeZone}`;
    let timetable = this.timetables.get(key);
    if (!timetable) {
      timetable = new Timetable(schedule, timeZone);
      this.timetables.set(key, timetable);
    }
    return timetable;
  }
}

/** A schedule in a time zone; remembers its last answer, since a thousand merchants at six in the morning ask the same. */
class Timetable {
  /** How far starts may be drawn apart: little against the time between them. */
  readonly spread: number;
  private readonly schedule: Schedule;
  private asked = { from: 0, next: 0 };

  constructor(
    text: string,
    private readonly timeZone: string,
  ) {
    this.schedule = parseSchedule(text);
    this.spread = Math.min(LONGEST_SPREAD, this.smallestGap() / 15);
  }

  after(instant: number): number {
    const { from, next } = this.asked;
    if (instant >= from && instant < next) return next;
    this.asked = { from: instant, next: this.compute(instant) };
    return this.asked.next;
  }

  private smallestGap(): number {
    const slots = [this.compute(ORIGIN)];
    for (let count = 0; count < GAPS_MEASURED; count++) slots.push(this.compute(slots.at(-1)!));
    return Math.min(...slots.slice(1).map((slot, index) => slot - slots[index]!));
  }

  private compute(instant: number): number {
    return nextRun(this.schedule, this.timeZone, new Date(instant)).getTime();
  }
}

/** Between 0 and 1, always the same for one id, and evenly spread over neighbours. */
function fraction(id: number): number {
  return (id * 0.618_033_988_749_894_9) % 1;
}
