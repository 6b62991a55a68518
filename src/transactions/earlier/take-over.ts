import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { type Document, money } from '../../sdk/index.js';
import type { Built, PlainRecord } from '../../sdk/runtime/index.js';
import { sweepRun } from '../../tasks/run-task.js';
import { CannotStart, Runs } from '../../tasks/runs.service.js';
import type { TaskKey } from '../shipments.store.js';
import { EarlierDocuments, type EarlierMatch } from './earlier-documents.js';
import { Matching } from './matching.js';

/** What a record stands for in the app already. */
export type TakenOver = { remoteId: string; number?: string };

/** Of records that were never sent: what is taken over instead, and what somebody must say first. */
export interface Standing {
  takeOver: Map<number, TakenOver>;
  ask: Map<number, string>;
}

/** Keeps what another tool has sent from being sent a second time. */
@Injectable()
export class TakeOver {
  constructor(
    private readonly database: Database,
    private readonly documents: EarlierDocuments,
    private readonly matching: Matching,
    private readonly runs: Runs,
  ) {}

  /** Looks the app through, if nobody is at it. Throws `CannotStart`. */
  async look({ storeId, installationId, task }: TaskKey, trigger: 'first' | 'person'): Promise<void> {
    await this.runs.start(storeId, installationId, sweepRun(task), trigger);
  }

  /** Where records stand of which nothing has left yet. Those that came after the app was looked through are looked at here. */
  async of(key: TaskKey & { connectionId: number }, records: PlainRecord[], app: string): Promise<Standing> {
    const ids = records.map(({ id }) => id);
    if (ids.length === 0 || !(await this.documents.any(key))) return { takeOver: new Map(), ask: new Map() };
    await this.matching.match(key, records[0]!.type, ids);
    return this.known(key, ids, app);
  }

  /** As far as it is known already. Writes nothing. */
  async known(key: TaskKey, recordIds: number[], app: string): Promise<Standing> {
    const standing: Standing = { takeOver: new Map(), ask: new Map() };
    for (const [recordId, matches] of await this.documents.of(key, recordIds)) {
      const settled = matches.find(({ sure, said }) => sure || said === 'same');
      if (settled) standing.takeOver.set(recordId, asTakenOver(settled));
      else standing.ask.set(recordId, question(matches, app));
    }
    return standing;
  }

  /**
   * What a person says of a doubtful one. The same over another amount is left as the app has it: nothing is sent, and nobody alters
   * what somebody else has entered. False: there is nothing to be said any more.
   */
  async say(key: TaskKey, recordId: number, remoteId: string, said: 'same' | 'other', who: string): Promise<boolean> {
    const match = (await this.documents.of(key, [recordId])).get(recordId)?.find((one) => one.remoteId === remoteId);
    if (!match) return false;
    return this.database.transaction(async (tx) => {
      if (!(await this.documents.say(tx, key, recordId, remoteId, said))) return false;
      if (said === 'same' && match.agrees) await this.documents.settle(tx, key, recordId, remoteId);
      // One of another amount may stand for several: a batch of the other tool's.
      const expected = said === 'same' && !match.agrees;
      await tx.run(
        `insert into outbox (store_id, installation_id, task, record_id, state, reason, recheck, record_changed_at, changed_at)
         select store_id, ?, ?, id, ?, ?, ?, changed_at, now(3) from records where store_id = ? and id = ?
         on duplicate key update state = values(state), reason = values(reason), recheck = values(recheck), next_try_at = null`,
        [
          key.installationId,
          key.task,
          expected ? 'expected' : 'pending',
          expected
            ? `${who} said that ${match.number ?? match.remoteId} is it, over ${money.shown(match.amount, match.currency)}.`
            : null,
          !expected,
          key.storeId,
          recordId,
        ],
      );
      return true;
    });
  }

  /** What waited for the word leaves at once, where exports may. */
  async goOn({ storeId, installationId, task }: TaskKey): Promise<void> {
    await this.runs.start(storeId, installationId, task, 'person').catch((error: unknown) => {
      if (!(error instanceof CannotStart)) throw error;
    });
  }
}

/** What becomes of builds in the light of what stands in the app already. */
export function inTheLightOf({ takeOver, ask }: Standing, built: Map<number, Built>): void {
  for (const [recordId, needsPerson] of ask) built.set(recordId, { needsPerson });
  for (const [recordId, { number, remoteId }] of takeOver) {
    const { documents } = built.get(recordId) as { documents: Document[] };
    const [document, ...more] = documents;
    const summary = `It is there already as ${number ?? remoteId}: taken over, nothing is created`;
    // What stands for it over there is one document, in no batch of ours.
    built.set(
      recordId,
      more.length > 0 ? { needsPerson: IN_PARTS } : { documents: [{ ...document!, summary, batchKey: undefined }] },
    );
  }
}

const IN_PARTS =
  'Another tool has sent it as one document, and here it leaves in several parts. If that one is right, mark this as expected.';

const asTakenOver = ({ remoteId, number }: EarlierMatch): TakenOver => ({ remoteId, ...(number && { number }) });

function question(matches: EarlierMatch[], app: string): string {
  const found = matches.map(({ number, remoteId, amount, currency, date }) => {
    return `${number ?? remoteId} of ${date} over ${money.shown(amount, currency)}`;
  });
  return `${app} has ${found.join(' and ')}, which another tool may have sent for it. Say under Setup & Tools → Go live whether it is the same; nothing is sent until then.`;
}
