import type { BuildContext, Difference, Document } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { journalOf } from './document.js';
import { type CostJournal, entriesOf, takenBack } from './journal.js';

/** What is posted stays. A further journal makes up for what its order cost more or less in the end, or for all of it. */
export function changeJournal(
  before: Document & { done: string[] },
  now: Document | undefined,
  ctx: BuildContext,
): string[] | 'ask' | 'nothing' | Difference {
  const was = before.payload as CostJournal | null;
  const is = now?.payload as CostJournal | undefined;
  const goods = [...(is?.goods ?? []), ...takenBack(was?.goods ?? [])];
  if (was && is && was.date !== is.date) return 'ask';
  if (entriesOf(goods).length === 0) return before.done.includes('verify') ? 'nothing' : ['verify'];
  const date = is?.date ?? was?.date;
  if (date === undefined) return 'nothing';
  const narration = `Difference to ${before.reference}`;
  const difference = { ...journalOf(`${before.reference}-C`, { date, narration, goods }, ctx), part: 'difference' };
  const { edits, cancelled } = settingsOf(ctx);
  return { difference, ask: is ? edits !== 'difference' : cancelled === 'ask' };
}
