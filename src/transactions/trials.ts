import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Manifest } from '../sdk/host/index.js';
import type { RecordType } from '../sdk/index.js';
import type { Run } from '../tasks/run.js';
import type { Tried } from '../tasks/run-works.js';
import type { OutboxState } from './states.js';

interface Line {
  state: OutboxState;
  reason: string | null;
  app_number: string | null;
  type: RecordType;
  record_key: string;
}

/** What became of the one record that a trial sent. */
@Injectable()
export class Trials {
  constructor(private readonly database: Database) {}

  async outcome(run: Run, { name: app, tasks }: Manifest): Promise<Tried | undefined> {
    if (run.started_by !== 'trial') return undefined;
    const { only } = run.bookmark as { only: number };
    const line = await this.database.one<Line>(
      `select o.state, o.reason, o.app_number, r.type, r.record_key from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       where o.store_id = ? and o.installation_id = ? and o.task = ? and o.record_id = ?`,
      [run.store_id, run.installation_id, run.task, only],
    );
    if (!line) return undefined;
    return {
      record: nameOf(line.type, line.record_key),
      href: `/logs/exports/${run.installation_id}/${run.task}/${only}`,
      words: wordsOf(line, app),
      first: line.state === 'waiting' ? await this.first(run, only, tasks) : undefined,
    };
  }

  /** The document that has to go before it, and can be tried just as well. */
  private async first(
    { store_id, installation_id, task }: Run,
    childId: number,
    tasks: Manifest['tasks'],
  ): Promise<Tried['first']> {
    const parents = await this.database.query<{ task: string; record_key: string }>(
      `select task, record_key from parent_waits where store_id = ? and installation_id = ? and child_task = ? and child_id = ?
         and seen not in ('absent', 'not-due', 'expected')`,
      [store_id, installation_id, task, childId],
    );
    for (const parent of parents) {
      const found = tasks.find(({ id, kind }) => id === parent.task && kind === 'document');
      if (found) return { task: found.id, key: parent.record_key, record: nameOf(found.record, parent.record_key) };
    }
    return undefined;
  }
}

const nameOf = (type: RecordType, key: string) => `${type.replaceAll('-', ' ')} ${key}`;

function wordsOf({ state, reason, app_number }: Line, app: string): string {
  if (state === 'exported') return app_number ? `${app} has it as ${app_number}.` : `${app} has it.`;
  return reason ?? `It is not in ${app} yet.`;
}
