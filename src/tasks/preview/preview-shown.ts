import type { NamedPlace } from '../../installations/places-named.js';
import { shownValue } from '../../mappings/shown-value.js';
import { declarationOf, type RecordType } from '../../sdk/index.js';
import { groupBy } from '../../transactions/group.js';
import { FIRST, type Leafing, leafOf } from './leaf.js';
import type { DocumentPreview } from './preview-documents.js';
import type { ImportPreview } from './preview-imports.js';
import { largestJumps, type StatePreview } from './preview-states.js';

const SHOWN = 20;
const EXAMPLES = 5;
const JUMPS = 10;

/** Where what keeps a record back sends people. */
export type PlacesOf = (reason: string) => NamedPlace[];

export function documentsShown(
  { stock, built, behind, parcels, kept, waiting, doubtful }: DocumentPreview,
  places: PlacesOf,
  asked = FIRST,
) {
  const due = stock.filter(({ because }) => because === null);
  const dueCount = due.reduce((sum, { count }) => sum + count, 0);
  const notDue = stock.filter(({ because }) => because !== null);
  const leaving = new Set(parcels.flatMap(({ members }) => members)).size;
  return {
    leaving,
    /** Several may travel in one document, and one in several. Empty where it is one each. */
    asDocuments: parcels.length === leaving ? '' : `as ${documentsInWords(parcels.length)}`,
    parcels: leafOf(
      parcels.map((parcel) => ({ ...parcel, several: parcel.members.length > 1, members: parcel.members.join(', ') })),
      SHOWN,
      asked,
      behind,
    ),
    partly: dueCount > built ? { built, due: dueCount } : undefined,
    kept: byReason(kept, places),
    following: keysOf(kept.filter(({ follows }) => follows)),
    keptCount: keysOf(kept.filter(({ follows }) => !follows)),
    keptLook: lookOf(kept),
    notDue: [...groupBy(notDue, ({ because }) => because!)].map(([because, rows]) => ({
      because,
      records: rows.reduce((sum, { count }) => sum + count, 0),
    })),
    notDueCount: notDue.reduce((sum, { count }) => sum + count, 0),
    waiting,
    doubtful,
    nothing: parcels.length + kept.length + notDue.length + waiting + doubtful === 0,
  };
}

const keysOf = (kept: { key: string }[]) => new Set(kept.map(({ key }) => key)).size;

const documentsInWords = (n: number) => `${n.toLocaleString('en-AU')} document${n === 1 ? '' : 's'}`;

export function statesShown(
  type: RecordType,
  { lookedAt, more, tellings, unchanged, kept }: StatePreview,
  timeZone: string,
  places: PlacesOf = () => [],
  asked = FIRST,
) {
  const { fields } = declarationOf(type);
  const shown = (value: unknown, field: string) => shownValue(value, fields[field], timeZone);
  const label = (field: string) => fields[field]?.label ?? field;
  const fresh = tellings.filter(({ isNew }) => isNew).length;
  return {
    lookedAt,
    more,
    telling: tellings.length,
    fresh,
    unchanged,
    kept: byReason(kept, places),
    keptCount: kept.length,
    keptLook: lookOf(kept),
    tellings: leafOf(
      tellings
        .toSorted((a, b) => b.changes.length - a.changes.length)
        .map(({ changes, ...telling }) => ({
          ...telling,
          changes: changes.map(({ field, before, after, known }) => ({
            name: label(field),
            before: known ? shown(before, field) : undefined,
            after: shown(after, field),
          })),
        })),
      SHOWN,
      asked,
    ),
    jumps: largestJumps(tellings, JUMPS).map((jump) => ({
      ...jump,
      label: label(jump.field),
      before: shown(jump.before, jump.field),
      after: shown(jump.after, jump.field),
      change:
        jump.percent === undefined
          ? 'from nothing'
          : `${jump.percent.startsWith('-') ? '−' : '+'}${jump.percent.replace('-', '')} %`,
    })),
    nothing: lookedAt === 0,
  };
}

export function importShown(
  type: RecordType,
  { since, total, skipped, incomers }: ImportPreview,
  timeZone: string,
  asked: Leafing,
) {
  const { fields } = declarationOf(type);
  const shown = (value: unknown, field: string) => shownValue(value, fields[field], timeZone);
  const named = (differences: { field: string; before: unknown; after: unknown }[]) =>
    differences.map(({ field, before, after }) => ({
      name: fields[field]?.label ?? field,
      before: before === null ? undefined : shown(before, field),
      after: shown(after, field),
    }));
  const count = (...actions: string[]) => incomers.filter(({ action }) => actions.includes(action)).length;
  const telling = incomers.filter(({ action }) => action !== 'unchanged');
  return {
    since,
    everything: asked.everything,
    total,
    skipped,
    read: incomers.length,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged', 'linked', 'drift'),
    refused: count('failed'),
    refusedLook: count('failed') > 0 ? 'person' : undefined,
    rows: leafOf(
      telling.map(({ key, action, reason, changes, drift }) => ({
        key,
        ...ACTIONS[action],
        reason,
        changes: named(changes),
        drift: named(drift),
      })),
      SHOWN,
      asked,
    ),
    nothing: incomers.length === 0,
  };
}

/** Where the log's own word would say that it has happened. */
const WORDS: Record<string, string> = {
  rejected: 'Would be refused',
  'needs-person': 'Needs you',
  uncertain: 'Looked up first',
};

/** In the one set of words: a state for its look, and the word. */
const ACTIONS: Record<string, { state: string; word: string }> = {
  created: { state: 'fine', word: 'New' },
  updated: { state: 'pending', word: 'Changes' },
  linked: { state: 'unchanged', word: 'Found here already' },
  drift: { state: 'changed', word: 'Differs, stays' },
  failed: { state: 'rejected', word: 'Refused' },
};

/** Red only where somebody has to do something. */
function lookOf(kept: { state: string }[]): 'person' | undefined {
  return kept.some(({ state }) => ['rejected', 'needs-person', 'changed'].includes(state)) ? 'person' : undefined;
}

function byReason(kept: { key: string; state: string; reason: string }[], places: PlacesOf) {
  return [...groupBy(kept, ({ state, reason }) => `${state} ${reason}`).values()]
    .map((group) => ({
      state: group[0]!.state,
      word: WORDS[group[0]!.state],
      reason: group[0]!.reason,
      places: places(group[0]!.reason),
      records: group.length,
      ...examplesOf(group.map(({ key }) => key)),
    }))
    .sort((a, b) => b.records - a.records);
}

/** A few of them, and how many others there are. */
function examplesOf(keys: string[]) {
  const [few, others] = [keys.slice(0, EXAMPLES), keys.slice(EXAMPLES)];
  return { examples: few.join(', '), more: others.length, others: others.join(', ') };
}
