import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TaskKey } from './shipments.store.js';

/** So many records would change, of so many that the app was told of. */
export interface ChangeQuestion {
  changes: number;
  known: number;
  askedAt: Date;
  approvedAt: Date | null;
}

/** Runs that would change a great deal, and what a person said to it. */
@Injectable()
export class ChangeQuestions {
  constructor(private readonly database: Database) {}

  /** Whether a person has agreed to about this many changes. Asks when nobody has. */
  async agreed(key: TaskKey, changes: number, known: number, now: Date): Promise<boolean> {
    const answer = await this.database.one<{ changes: number; approved_at: Date | null }>(
      'select changes, approved_at from change_questions where store_id = ? and installation_id = ? and task = ?',
      [key.storeId, key.installationId, key.task],
    );
    // Somewhat more than was agreed to is still what was agreed to: the app goes on changing while a person reads.
    if (answer?.approved_at && changes <= answer.changes * 1.1) return true;
    await this.database.run(
      `insert into change_questions (store_id, installation_id, task, changes, known, asked_at) values (?)
       on duplicate key update changes = values(changes), known = values(known), asked_at = values(asked_at), approved_at = null`,
      [[key.storeId, key.installationId, key.task, changes, known, now]],
    );
    return false;
  }

  async of(key: TaskKey): Promise<ChangeQuestion | undefined> {
    return this.database.one<ChangeQuestion>(
      `select changes, known, asked_at as askedAt, approved_at as approvedAt from change_questions
       where store_id = ? and installation_id = ? and task = ?`,
      [key.storeId, key.installationId, key.task],
    );
  }

  async approve(key: TaskKey, userId: number, now: Date): Promise<boolean> {
    const approved = await this.database.run(
      `update change_questions set approved_at = ?, approved_by = ? where store_id = ? and installation_id = ? and task = ? and approved_at is null`,
      [now, userId, key.storeId, key.installationId, key.task],
    );
    return approved > 0;
  }

  /** What was agreed to has been carried out. */
  async forget(key: TaskKey): Promise<void> {
    await this.database.run('delete from change_questions where store_id = ? and installation_id = ? and task = ?', [
      key.storeId,
      key.installationId,
      key.task,
    ]);
  }
}
