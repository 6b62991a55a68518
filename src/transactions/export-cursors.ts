import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { TaskKey } from './shipments.store.js';

interface Cursor {
  since: Date;
  /** Nothing was ever taken in. */
  isFirst: boolean;
  settingsChanged: boolean;
}

const BEGINNING = new Date('1971-01-01');

/** Up to where an export has taken in the records' changes, and with which settings. */
@Injectable()
export class ExportCursors {
  constructor(private readonly database: Database) {}

  async read(key: TaskKey, settings: Buffer): Promise<Cursor> {
    const row = await this.database.one<{ changed_at: Date; settings_hash: Buffer }>(
      'select changed_at, settings_hash from export_cursors where store_id = ? and installation_id = ? and task = ?',
      [key.storeId, key.installationId, key.task],
    );
    if (!row) return { since: BEGINNING, isFirst: true, settingsChanged: false };
    if (!row.settings_hash.equals(settings)) return { since: BEGINNING, isFirst: false, settingsChanged: true };
    return { since: row.changed_at, isFirst: false, settingsChanged: false };
  }

  async write(key: TaskKey, since: Date, settings: Buffer): Promise<void> {
    await this.database.run(
      `insert into export_cursors (store_id, installation_id, task, changed_at, settings_hash) values (?)
       on duplicate key update changed_at = values(changed_at), settings_hash = values(settings_hash)`,
      [[key.storeId, key.installationId, key.task, since, settings]],
    );
  }
}
