import { type Document, definePlugin, documentTask, type HubRecord, type Shipment } from '../../../src/sdk/index.js';
import { acme } from '../acme.js';
import type { ExportCase, Planted } from '../export-case.js';
import { acmeInvoices } from './acme-invoices.js';

const [sound] = acme.tasks! as [ReturnType<typeof documentTask>];

/** Where the connector stumbles over an invoice; `landed`: once the app has it already. */
const PLACES = ['uses', 'merge', 'prepare', 'create', 'landed', 'complete', 'find'] as const;
type Place = (typeof PLACES)[number];

/** How often it has, over which invoice of which store. */
const times = new Map<string, number>();

/** What an invoice brings along: 'create 2' is stumbled over twice in that step. */
function stumble(place: Place, { id }: { id: number }, notes: (string | null | undefined)[]): void {
  for (const note of notes) {
    const [where, often] = (note ?? '').split(' ');
    if (where !== place) continue;
    const name = `${id} ${note}`;
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    if (before < Number(often)) throw new TypeError(`Stumbled over ${note}`);
  }
}

const notesOf = (all: Pick<Document, 'payload'>[] | Shipment[]) =>
  all.flatMap(({ payload }) => (payload as { notes: string[] }).notes);

const exportInvoices = documentTask({
  ...sound,
  batch: 4,
  uses({ body }: HubRecord<'invoice'>, { store }) {
    stumble('uses', store, [body.reference]);
    return [];
  },
  build(record: HubRecord<'invoice'>, ctx) {
    const built = sound.build(record as never, ctx);
    if (!('reference' in built)) return built;
    return { ...built, payload: { ...(built.payload as object), notes: [record.body.reference ?? ''] } };
  },
  merge(documents, ctx) {
    const notes = notesOf(documents);
    stumble('merge', ctx.store, notes);
    const merged = sound.merge!(documents, ctx);
    return { ...merged, payload: { ...(merged.payload as object), notes } };
  },
  async prepare(shipment, { store }) {
    stumble('prepare', store, notesOf([shipment]));
  },
  steps: {
    async create(shipments, ctx) {
      stumble('create', ctx.store, notesOf(shipments));
      const results = await sound.steps.create!(shipments, ctx);
      stumble('landed', ctx.store, notesOf(shipments));
      return results;
    },
    complete(shipments, ctx) {
      stumble('complete', ctx.store, notesOf(shipments));
      return sound.steps.complete!(shipments, ctx);
    },
  },
  find(shipments, ctx) {
    stumble('find', ctx.store, notesOf(shipments));
    return sound.find(shipments, ctx);
  },
});

/** A connector that stumbles over one invoice or another, while all else goes wrong as well: those beside it arrive, and once. */
export const acmeStumbles: ExportCase = {
  ...acmeInvoices,
  name: 'acme/stumbles',
  plugin: definePlugin({ ...acme, tasks: [exportInvoices] }),
  seeds: 60,
  // It is tried so often, whatever stood in the way the times before.
  mayEndWithPeople: /could not put it into|^The connector failed 6 times/,
  records: (chance) =>
    acmeInvoices.records(chance, {}).map(({ type, body }): Planted => {
      const note = `${chance.pick([...PLACES])} ${chance.between(1, 3)}`;
      return { type, body: chance.happens(0.4) ? { ...body, reference: note } : body };
    }),
  verify(ending) {
    const verdict = acmeInvoices.verify(ending);
    // A person reads why.
    const asked = (key: string) => ending.log.get(key) === 'needs-person';
    return { ...verdict, lost: verdict.lost.filter((key) => !asked(key)) };
  },
};
