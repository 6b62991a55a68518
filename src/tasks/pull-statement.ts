import type { Outbound } from '../connections/outbound.js';
import type { CallDesk } from '../plugins/call-desk.js';
import type { StatementKind } from '../sdk/index.js';
import type { Facts, StatedPage, StatedRange } from '../sdk/runtime/index.js';
import { outgoing, type RunInProgress } from './run-in-progress.js';

interface Reading {
  connectionId: number;
  facts: Facts;
  kind: StatementKind;
  range: StatedRange;
  /** Pages come a few at a time and are kept one after the other: the place to go on from only ever lies behind what is kept. */
  keep(page: StatedPage): Promise<void>;
}

/** Has an app's statement read by a run, from its beginning or from where an interrupted one got to. */
export async function pullStatement(
  run: RunInProgress,
  { outbound, desk }: { outbound: Outbound; desk: CallDesk },
  { connectionId, facts, kind, range, keep }: Reading,
): Promise<void> {
  const { plugin, signal } = run;
  const { http } = outbound.open(outgoing(run, connectionId, { writes: false }));
  let kept: Promise<void> = Promise.resolve();
  const stated = (page: StatedPage) => {
    kept = kept.then(() => keep(page));
    return kept;
  };
  try {
    await desk.during({ http, stated, signal }, facts, (call) => plugin.calls.readStatement(call, kind, range));
  } finally {
    // What came before the app failed is kept; and where keeping it is what failed, its own error says more.
    await kept;
  }
}
