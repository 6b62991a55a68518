/** The route configures nothing, or where its entry is told of. */
export interface Silent {
  none: string;
}

/** A form that changes what is configured, sent so that it succeeds. */
export interface Telling {
  as: 'owner' | 'staff' | 'stranger';
  fields?: Record<string, string>;
  /** Brings about what the route needs. */
  first?: () => Promise<unknown>;
  /** What names of its path stand for, where it isn't what `owned` says. */
  names?: () => Promise<Record<string, string | number>>;
  /** Absent: an act that has neither. */
  shows?: 'both sides' | 'after';
  /** Where one act is several. */
  entries?: { number: number; because: string };
}

export type Route = Silent | Telling;
