import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';

/** Names the task of an installation whose snapshot lacks so much. */
export interface MissingKey {
  storeId: number;
  installationId: number;
  task: string;
}

export interface MissingQuestion extends MissingKey {
  runId: number;
  /** So many records the app no longer lists, of so many it once gave. */
  missing: number;
  known: number;
  askedAt: Date;
  approvedAt: Date | null;
}

/** Before a snapshot that lacks a great deal takes anything away, a person says that this is right. */
@Injectable()
export class MissingQuestions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether a person agreed to at least so many; asks when not. */
  async agreed(key: MissingKey & { runId: number }, missing: number, known: number): Promise<boolean> {
    const question = await this.of(key);
    if (question?.approvedAt && missing <= question.missing) return true;
    await this.database.run(
      `replace into missing_questions (store_id, installation_id, task, run_id, missing, known, asked_at) values (?)`,
      [[key.storeId, key.installationId, key.task, key.runId, missing, known, this.clock.date()]],
    );
    return false;
  }

  async of({ storeId, installationId, task }: MissingKey): Promise<MissingQuestion | undefined> {
    const row = await this.database.one<Row>(
      'select * from missing_questions where store_id = ? and installation_id = ? and task = ?',
      [storeId, installationId, task],
    );
    return row && questionOf(row);
  }

  /** A person agrees. It holds for the next run and no longer. Answers whether there was a question. */
  async approve({ storeId, installationId, task }: MissingKey, userId: number): Promise<boolean> {
    const approved = await this.database.run(
      `update missing_questions set approved_at = ?, approved_by = ?
       where store_id = ? and installation_id = ? and task = ?`,
      [this.clock.date(), userId, storeId, installationId, task],
    );
    return approved > 0;
  }

  async forget({ storeId, installationId, task }: MissingKey): Promise<void> {
    await this.database.run('delete from missing_questions where store_id = ? and installation_id = ? and task = ?', [
      storeId,
      installationId,
      task,
    ]);
  }
}

interface Row {
  store_id: number;
  installation_id: number;
  task: string;
  run_id: number;
  missing: number;
  known: number;
  asked_at: Date;
  approved_at: Date | null;
}

function questionOf(row: Row): MissingQuestion {
  return {
    storeId: row.store_id,
    installationId: row.installation_id,
    task: row.task,
    runId: row.run_id,
    missing: row.missing,
    known: row.known,
    askedAt: row.asked_at,
    approvedAt: row.approved_at,
  };
}
