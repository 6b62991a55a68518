import { Injectable } from '@nestjs/common';
import { Connections } from '../../connections/connections.service.js';
import { appHeader, lostOf } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { type NamedPlace, placesNamed } from '../../installations/places-named.js';
import { recordWords } from '../../installations/record-words.js';
import { shownValue } from '../../mappings/shown-value.js';
import { declarationOf, type RecordType } from '../../sdk/index.js';
import { groupBy } from '../../transactions/group.js';
import { Readiness } from '../readiness.js';
import { type DocumentPreview, PreviewDocuments } from './preview-documents.js';
import { type ImportPreview, PreviewImports } from './preview-imports.js';
import { largestJumps, PreviewStates, type StatePreview } from './preview-states.js';
import type { PreviewSubject } from './preview-subject.js';
import { PreviewTrouble } from './preview-trouble.js';

const SHOWN = 20;
const EXAMPLES = 5;
const JUMPS = 10;

/** The page that shows what a run would do. */
@Injectable()
export class PreviewPage {
  constructor(
    private readonly documents: PreviewDocuments,
    private readonly states: PreviewStates,
    private readonly imports: PreviewImports,
    private readonly readiness: Readiness,
    private readonly connections: Connections,
  ) {}

  async data(it: Installation, subject: PreviewSubject, everything: boolean) {
    const { task, plugin, key } = subject;
    const { obstacle } = await this.readiness.one(key);
    const preview = await this.preview(it, subject, everything);
    // Looked at last: making the preview may be how it came out.
    const connection = it.connectionId === null ? undefined : await this.connections.get(it.connectionId);
    return {
      title: `Preview · ${task.title}`,
      header: appHeader(it, plugin.manifest, 'tasks', connection),
      lost: lostOf(it, plugin.manifest, connection),
      task: { id: task.id, title: task.title, records: recordWords(task.record) },
      back: `/installations/${it.id}/tasks/${task.id}`,
      base: `/installations/${it.id}/tasks`,
      appName: plugin.manifest.name,
      obstacle,
      goLive: task.direction === 'out' && it.state === 'importing' ? `/installations/${it.id}/go-live` : undefined,
      ...preview,
    };
  }

  /** An app that can't be asked, or a plugin that stumbles, leaves a page that says so. */
  private async preview(it: Installation, subject: PreviewSubject, everything: boolean) {
    const places: PlacesOf = (reason) => placesNamed(reason, it, subject.plugin.manifest);
    const { task, plugin } = subject;
    try {
      if (task.kind === 'document') return { documents: documentsShown(await this.documents.of(subject), places) };
      if (task.kind === 'state')
        return { states: statesShown(task.record, await this.states.of({ ...subject, task }), places) };
      const { connectionId } = subject;
      if (connectionId === null) return { problem: `${plugin.manifest.name} is not connected yet.` };
      const preview = await this.imports.of({ ...subject, task, connectionId }, everything);
      return { incoming: importShown(task.record, preview, everything) };
    } catch (error) {
      if (!(error instanceof PreviewTrouble)) throw error;
      return { problem: error.message };
    }
  }
}

/** Where what keeps a record back sends people. */
export type PlacesOf = (reason: string) => NamedPlace[];

export function documentsShown({ stock, built, parcels, kept, waiting, doubtful }: DocumentPreview, places: PlacesOf) {
  const due = stock.filter(({ because }) => because === null);
  const dueCount = due.reduce((sum, { count }) => sum + count, 0);
  const notDue = stock.filter(({ because }) => because !== null);
  const leaving = new Set(parcels.flatMap(({ members }) => members)).size;
  return {
    leaving,
    /** Several may travel in one document, and one in several. Empty where it is one each. */
    asDocuments: parcels.length === leaving ? '' : `as ${documentsInWords(parcels.length)}`,
    parcels: parcels
      .slice(0, SHOWN)
      .map((parcel) => ({ ...parcel, several: parcel.members.length > 1, members: parcel.members.join(', ') })),
    moreParcels: Math.max(0, parcels.length - SHOWN),
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
  places: PlacesOf = () => [],
) {
  const { fields } = declarationOf(type);
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
    tellings: tellings
      .toSorted((a, b) => b.changes.length - a.changes.length)
      .slice(0, SHOWN)
      .map(({ changes, ...telling }) => ({
        ...telling,
        changes: changes.map(({ field, before, after, known }) => ({
          name: label(field),
          before: known ? shownValue(before, fields[field]) : undefined,
          after: shownValue(after, fields[field]),
        })),
      })),
    moreTellings: Math.max(0, tellings.length - SHOWN),
    jumps: largestJumps(tellings, JUMPS).map((jump) => ({
      ...jump,
      label: label(jump.field),
      before: shownValue(jump.before, fields[jump.field]),
      after: shownValue(jump.after, fields[jump.field]),
      change:
        jump.percent === undefined
          ? 'from nothing'
          : `${jump.percent.startsWith('-') ? '−' : '+'}${jump.percent.replace('-', '')} %`,
    })),
    nothing: lookedAt === 0,
  };
}

function importShown(type: RecordType, { since, total, skipped, incomers }: ImportPreview, everything: boolean) {
  const { fields } = declarationOf(type);
  const named = (differences: { field: string; before: unknown; after: unknown }[]) =>
    differences.map(({ field, before, after }) => ({
      name: fields[field]?.label ?? field,
      before: before === null ? undefined : shownValue(before, fields[field]),
      after: shownValue(after, fields[field]),
    }));
  const count = (...actions: string[]) => incomers.filter(({ action }) => actions.includes(action)).length;
  const telling = incomers.filter(({ action }) => action !== 'unchanged');
  return {
    since,
    everything,
    total,
    skipped,
    read: incomers.length,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged', 'linked', 'drift'),
    refused: count('failed'),
    refusedLook: count('failed') > 0 ? 'person' : undefined,
    rows: telling.slice(0, SHOWN * 2).map(({ key, action, reason, changes, drift }) => ({
      key,
      ...ACTIONS[action],
      reason,
      changes: named(changes),
      drift: named(drift),
    })),
    moreRows: Math.max(0, telling.length - SHOWN * 2),
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
      examples: group
        .slice(0, EXAMPLES)
        .map(({ key }) => key)
        .join(', '),
      more: group.length > EXAMPLES,
    }))
    .sort((a, b) => b.records - a.records);
}
