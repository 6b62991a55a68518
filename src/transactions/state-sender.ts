import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.js';
import { tellOperator, whereToLook, whyRefused, writeAllBut } from '../database/refusals.js';
import type { CallDesk } from '../plugins/call-desk.js';
import { fingerprint } from '../records/fingerprint.js';
import { Records } from '../records/records.service.js';
import { Reconnect } from '../sdk/index.js';
import type { Built, PlainRecord } from '../sdk/runtime/index.js';
import { verdictOf } from '../tasks/verdict.js';
import { ExportLog } from './export-log.js';
import { hasChildren, householdOf, type StateRun, watchDoor } from './export-run.js';
import { chunks, partition } from './group.js';
import { inParallel } from './in-parallel.js';
import { Making } from './making.js';
import { type ParentWait, ParentWaits } from './parents/parent-waits.store.js';
import { waitsOf } from './parents/parents.js';
import { type StateCandidate, StateStore, type Told } from './state.store.js';
import { afterAnswer, afterTrouble, type Saying } from './state-outcome.js';
import { type Attempt, eachForItself, isStumble } from './stumbles.js';

const MANY = 10;

/** Tells an app what our records say, where it doesn't know it yet. */
@Injectable()
export class StateSender {
  constructor(
    private readonly database: Database,
    private readonly records: Records,
    private readonly states: StateStore,
    private readonly log: ExportLog,
    private readonly making: Making,
    private readonly waits: ParentWaits,
  ) {}

  async tell(exporting: StateRun, candidates: StateCandidate[], desk: CallDesk): Promise<void> {
    const { key, run, connectionId } = exporting;
    const ids = candidates.map((candidate) => candidate.recordId);
    const [records, links] = await Promise.all([
      this.records.byIds(key.storeId, ids),
      this.records.links(key.storeId, connectionId, run.task.record, ids),
    ]);
    const fields = run.task.fields;
    const prints = new Map(records.map((record) => [record.id, fingerprint(record.type, fields, record.body)]));
    const [known, news] = partition(records, (record) => links.get(record.id)?.told === prints.get(record.id));
    const toBuild = news.map((record) => ({
      record: { ...record, remoteId: links.get(record.id)?.remoteId },
      shipped: [],
    }));
    const { built, family } = await this.making.of(householdOf(exporting), toBuild);
    const [held, ready] = partition(news, (record) => family.held.has(record.id));
    const waits = waitsOf(family, built);
    const { sayings, settled } = sort(ready, built, { candidates, links, prints, fields });
    const waiting = held.map(({ id }): Told => waitsForParent(id, family.held.get(id)!));
    await this.settle(exporting, known, [...settled, ...waiting], waits);
    const parcels = [...chunks(sayings, run.task.batch)];
    const width = (run.plugin.manifest.limits.concurrent ?? 4) * 2;
    await inParallel(parcels, width, async (parcel) => {
      const told = await eachForItself(parcel, (some) => this.send(exporting, some, desk));
      for (const { sayings, rows, exchange } of told) await this.write(exporting, sayings, rows, exchange);
    });
  }

  /** `known`: the app has been told them already. */
  private async settle(exporting: StateRun, known: PlainRecord[], settled: Told[], waits: ParentWait[]): Promise<void> {
    const rows = [...known.map(({ id: recordId }) => ({ recordId })), ...settled];
    const refused = await writeAllBut(rows, (some) => this.putSettled(exporting, some, waits));
    await this.ask(exporting, asking(exporting, refused, rows.length), (some) => this.putSettled(exporting, some, []));
  }

  private async putSettled(
    exporting: StateRun,
    rows: (Told | Pick<Told, 'recordId'>)[],
    waits: ParentWait[],
  ): Promise<void> {
    const { key, run, clock } = exporting;
    const settled = rows.filter((row) => 'state' in row);
    const recordIds = rows.map(({ recordId }) => recordId);
    const known = rows.flatMap((row) => ('state' in row ? [] : row.recordId));
    const visible = settled.filter((row) => row.state !== 'not-due');
    const waiting = visible.filter((row) => row.state === 'waiting').length;
    const here = new Set(recordIds);
    await this.database.transaction(async (tx) => {
      await this.states.alreadyTold(tx, key, known);
      await this.states.write(tx, key, settled, clock.date());
      await this.log.settled(tx, exporting, visible);
      await this.waits.write(
        tx,
        key,
        recordIds,
        waits.filter(({ childId }) => here.has(childId)),
      );
      if (hasChildren(run)) await this.waits.wake(tx, key, recordIds);
      await run.keep(tx, {
        add: {
          read: recordIds.length,
          unchanged: known.length,
          failed: visible.length - waiting,
          waiting,
        },
      });
    });
  }

  private async send(exporting: StateRun, parcel: Saying[], desk: CallDesk): Promise<Attempt<Sent>> {
    const { run, key, facts, clock } = exporting;
    const door = watchDoor(exporting);
    try {
      if (exporting.reconnect) throw exporting.reconnect;
      const recordIds = parcel.map(({ item }) => item.recordId);
      await this.states.leaving(key, recordIds, new Date(clock.now() + exporting.settle));
      run.stillOurs();
      const results = await desk.during(
        { http: door.http, signal: run.signal },
        { ...facts, now: clock.now() },
        (call) =>
          run.plugin.calls.send(
            call,
            key.task,
            parcel.map(({ item }) => item),
          ),
      );
      const rows = parcel.map((saying, at) => afterAnswer(saying, results[at], clock.now()));
      return { done: [{ sayings: parcel, rows, exchange: door.exchange }], stumbled: false };
    } catch (error) {
      if (error instanceof Error && error.name === 'LostLease') throw error;
      if (error instanceof Reconnect) exporting.reconnect = error;
      const rows = parcel.map((saying) => afterTrouble(saying, error, exporting, door.mayHaveLanded));
      const stumbled = isStumble(error) && !door.mayHaveLanded && !run.signal.aborted;
      return { done: [{ sayings: parcel, rows, exchange: door.exchange }], stumbled };
    }
  }

  private async write(exporting: StateRun, parcel: Saying[], rows: Told[], exchange: number | null): Promise<void> {
    const said = new Map(parcel.map((saying) => [saying.item.recordId, saying]));
    const sayings = (some: Told[]) => some.map(({ recordId }) => said.get(recordId)!);
    const refused = await writeAllBut(rows, (some) => this.putTold(exporting, sayings(some), some, exchange));
    await this.ask(exporting, asking(exporting, refused, rows.length), (some) =>
      this.putTold(exporting, sayings(some), some, exchange),
    );
  }

  /** Where not even that is taken, nothing of it is written: the next run looks at these again. */
  private async ask(exporting: StateRun, asked: Told[], put: (some: Told[]) => Promise<void>): Promise<void> {
    if (asked.length === 0) return;
    for (const { item } of await writeAllBut(asked, put)) exporting.unwritten.add(item.recordId);
  }

  private async putTold(exporting: StateRun, parcel: Saying[], rows: Told[], exchange: number | null): Promise<void> {
    const { key, run, clock } = exporting;
    const count = (...states: string[]) => rows.filter((row) => states.includes(row.state)).length;
    await this.database.transaction(async (tx) => {
      await this.states.write(tx, key, rows, clock.date());
      await this.linkTold(tx, exporting, parcel, rows);
      await this.log.told(tx, exporting, rows, exchange);
      if (hasChildren(run))
        await this.waits.wake(
          tx,
          key,
          rows.map(({ recordId }) => recordId),
        );
      const add = {
        read: rows.length,
        sent: count('exported'),
        waiting: count('waiting'),
        failed: count('rejected', 'needs-person'),
      };
      await run.keep(tx, { add });
    });
  }

  /** From now on the app is not told the same again, nor taken at its word when it repeats it. */
  private async linkTold(
    tx: Transaction,
    { key, connectionId, run }: StateRun,
    parcel: Saying[],
    rows: Told[],
  ): Promise<void> {
    const sent = parcel.flatMap(({ item, fingerprint }, at) =>
      rows[at]!.state === 'exported'
        ? [{ recordId: item.recordId, remoteId: rows[at]!.number ?? item.remoteId ?? item.key, told: fingerprint }]
        : [],
    );
    await this.records.linkSent(tx, { storeId: key.storeId, connectionId, type: run.task.record }, sent);
  }
}

/** Should the app have been told of one already, nothing is lost when it is told once more. */
function asking({ run }: StateRun, refused: { item: Pick<Told, 'recordId'>; error: unknown }[], of: number): Told[] {
  // Where nothing of many is taken, it isn't theirs to mend.
  if (refused.length === of && of >= MANY) throw refused[0]!.error;
  return refused.map(({ item: { recordId }, error }) => {
    tellOperator('what becomes of an app’s copy of a record', error, [recordId]);
    const reason = `The hub couldn’t write down what became of it: ${whyRefused(error)}. Correct it in the store, then try it again. Should it come back, ${whereToLook(run.id)}`;
    return { recordId, state: 'needs-person', reason, attempts: 0, nextTryAt: null };
  });
}

/** What came of telling some at once. */
interface Sent {
  sayings: Saying[];
  rows: Told[];
  exchange: number | null;
}

const waitsForParent = (recordId: number, reason: string): Told => ({
  recordId,
  state: 'waiting',
  reason,
  attempts: 0,
  nextTryAt: null,
});

type Links = Map<number, { remoteId: string; told: string | null }>;

function sort(
  records: PlainRecord[],
  built: Map<number, Built>,
  known: { candidates: StateCandidate[]; links: Links; prints: Map<number, string>; fields: string[] },
): { sayings: Saying[]; settled: Told[] } {
  const attempts = new Map(known.candidates.map((candidate) => [candidate.recordId, candidate.attempts]));
  const sayings: Saying[] = [];
  const settled: Told[] = [];
  for (const record of records) {
    const outcome = built.get(record.id)!;
    if ('payload' in outcome) {
      const item = {
        recordId: record.id,
        key: record.key,
        remoteId: known.links.get(record.id)?.remoteId,
        payload: outcome.payload,
      };
      const said = JSON.stringify(Object.fromEntries(known.fields.map((field) => [field, record.body[field] ?? null])));
      sayings.push({ item, attempts: attempts.get(record.id) ?? 0, fingerprint: known.prints.get(record.id)!, said });
    } else settled.push({ recordId: record.id, attempts: 0, nextTryAt: null, ...verdictOf(outcome) });
  }
  return { sayings, settled };
}
