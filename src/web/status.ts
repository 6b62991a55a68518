/** The six looks a status can have, everywhere. Icons: https://tabler.io/icons */
const LOOKS = {
  fine: 'circle-check',
  working: 'refresh',
  waiting: 'clock',
  person: 'alert-triangle',
  checking: 'zoom-question',
  idle: 'circle-minus',
} as const;

export type Look = keyof typeof LOOKS;

/** State → look and the word people read. A new state is a new row. */
const STATES: Record<string, [Look, string]> = {
  exported: ['fine', 'Exported'],
  imported: ['fine', 'Imported'],
  matched: ['fine', 'Matched'],
  connected: ['fine', 'Connected'],
  active: ['fine', 'Active'],
  installed: ['fine', 'Installed'],
  done: ['fine', 'Done'],
  expected: ['fine', 'Right as it is'],
  fine: ['fine', 'Fine'],
  sending: ['working', 'Sending'],
  running: ['working', 'Running'],
  queued: ['working', 'Queued'],
  pending: ['working', 'On its way'],
  installing: ['working', 'Setting up'],
  waiting: ['waiting', 'Waiting'],
  changed: ['waiting', 'Changed since'],
  draft: ['waiting', 'Not finished'],
  interrupted: ['waiting', 'Interrupted'],
  rejected: ['person', 'Rejected'],
  failed: ['person', 'Failed'],
  'partly-failed': ['person', 'Partly failed'],
  'needs-person': ['person', 'Needs you'],
  'needs-reconnecting': ['person', 'Needs reconnecting'],
  disconnected: ['person', 'Not connected'],
  differs: ['person', 'Differs'],
  'missing-in-app': ['person', 'Only in the store'],
  'missing-in-store': ['person', 'Only in the app'],
  duplicate: ['person', 'Duplicate'],
  uncertain: ['checking', 'Checking'],
  checking: ['checking', 'Checking'],
  'not-due': ['idle', 'Not due'],
  optional: ['idle', 'Optional'],
  paused: ['idle', 'Paused'],
  skipped: ['idle', 'Skipped'],
  unchanged: ['idle', 'Unchanged'],
  cancelled: ['idle', 'Cancelled'],
  never: ['idle', 'Not yet'],
  withdrawn: ['idle', 'Withdrawn'],
};

export interface Status {
  look: Look;
  icon: string;
  word: string;
}

/** How a state is shown. A page may choose its own word (`Running 42 %`) or, for states of its own, the look. */
export function statusOf(state: string | undefined, choice: { look?: Look; word?: string } = {}): Status {
  const [look, word] = STATES[state ?? ''] ?? (['idle', sentence(state ?? '')] as const);
  const chosen = choice.look ?? look;
  return { look: chosen, icon: LOOKS[chosen], word: choice.word ?? word };
}

function sentence(state: string): string {
  const words = state.replaceAll(/[-_]/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
