import type { Document } from '../../sdk/index.js';
import type { Known } from '../../sdk/runtime/index.js';
import { groupBy } from '../../transactions/group.js';
import { Unmergeable } from '../../transactions/unmergeable.js';
import type { PreviewSubject } from './preview-subject.js';
import { asked } from './preview-trouble.js';

/** Something that would leave. */
export interface Parcel {
  reference: string;
  /** Keys of the records in it. */
  members: string[];
  steps: string[];
  summary?: string;
  payload: unknown;
  /** It was on its way before, and goes again. */
  again: boolean;
}

/** A record of which nothing would leave. */
export interface Kept {
  key: string;
  /** As the export log would show it. */
  state: string;
  reason: string;
  /** Nothing has to be done for it: it leaves once what goes first is there. */
  follows?: true;
}

/** What a run would make of some documents, and of which it could make none. */
export interface Packed {
  parcels: Parcel[];
  unmerged: Kept[];
}

interface Draft {
  document: Document;
  /** The key of its record. */
  member: string;
}

/** Puts documents together as a run would: whom the connector can't put into a batch even alone is left out of it. */
export async function packedAsByARun(subject: PreviewSubject, drafts: Draft[], known: Known): Promise<Packed> {
  const groups = groupBy(drafts, (draft) => draft.document.batchKey ?? draft);
  const packed = await Promise.all([...groups.values()].map((group) => packedTogether(subject, group, known)));
  return {
    parcels: packed.flatMap(({ parcels }) => parcels),
    unmerged: packed.flatMap(({ unmerged }) => unmerged),
  };
}

async function packedTogether(subject: PreviewSubject, group: Draft[], known: Known): Promise<Packed> {
  const [first] = group;
  if (first!.document.batchKey === undefined) return { parcels: [parcelOf(first!.document, group)], unmerged: [] };
  const merged = await mergedOf(subject, group, known);
  if (!(merged instanceof Unmergeable)) return { parcels: [parcelOf(merged, group)], unmerged: [] };
  if (group.length === 1) return { parcels: [], unmerged: keptOf(group, merged.words()) };
  const alone = await Promise.all(group.map((draft) => mergedOf(subject, [draft], known)));
  const out = group.filter((_, at) => alone[at] instanceof Unmergeable);
  if (out.length === 0) return { parcels: [], unmerged: keptOf(group, merged.words(group.length)) };
  const unmerged = group.flatMap((draft, at) => {
    const answer = alone[at];
    return answer instanceof Unmergeable ? keptOf([draft], answer.words()) : [];
  });
  if (out.length === group.length) return { parcels: [], unmerged };
  const rest = group.filter((draft) => !out.includes(draft));
  const packed = await packedTogether(subject, rest, known);
  return { parcels: packed.parcels, unmerged: [...unmerged, ...packed.unmerged] };
}

async function mergedOf({ key, plugin, facts }: PreviewSubject, group: Draft[], known: Known) {
  const documents = group.map(({ document }) => document);
  const answer = await asked(plugin.calls.merge(facts, key.task, documents, known));
  return 'reference' in answer ? answer : new Unmergeable(answer);
}

const keptOf = (group: Draft[], reason: string): Kept[] =>
  group.map(({ member }) => ({ key: member, state: 'needs-person', reason }));

function parcelOf({ reference, steps, summary, payload }: Document, group: Draft[]): Parcel {
  return { reference, members: group.map(({ member }) => member), steps, summary, payload, again: false };
}
