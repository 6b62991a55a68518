import type { Database, Transaction } from '../../database/database.js';
import { instant, quoted, runAll, statements } from '../sql-text.js';
import type { Incoming } from './import-run.js';
import { LONGEST_REASON } from './log-lines.js';
import type { Outcome } from './plan.js';
import type { Row } from './rows.js';
import type { News } from './tally.js';

const INSERT = `insert into refused_rows (store_id, installation_id, task, remote_id, run_id, seq, row_no, at, reason) values `;
/** Refused for another reason it is no longer what somebody has said to be right. The old reason is compared before it is overwritten. */
const UPDATE =
  ' on duplicate key update expected = (expected and reason = values(reason)), reason = values(reason), run_id = values(run_id), seq = values(seq), row_no = values(row_no), at = values(at)';

/** Which rows of a task wait outside: refused, and not taken in since. */
export class Refusals {
  private some?: boolean;

  constructor(private readonly incoming: Incoming) {}

  /** What pages change about it. As good as always nobody waits, and then it costs nothing. */
  async write(tx: Transaction, taken: Taken, news: News[], now: number): Promise<void> {
    this.some ??= await this.any(tx);
    if (this.some) await this.forget(tx, taken);
    const refused = news.filter(({ line }) => line.action === 'failed').map(({ line }) => line);
    if (refused.length === 0) return;
    const { storeId, installationId, task, runId } = this.incoming;
    const of = `${storeId},${installationId},${quoted(task)},`;
    const rows = refused.map(
      ({ remoteId, seq, rowNo, reason = '' }) =>
        `${of}${quoted(remoteId)},${runId},${seq},${rowNo},${instant(now)},${quoted(reason.slice(0, LONGEST_REASON))}`,
    );
    await runAll(tx, statements(INSERT, rows, UPDATE));
    this.some = true;
  }

  /** Everything the app has was asked for: what this run has not refused is gone there, or was taken in. */
  async forgetEarlier(database: Pick<Database, 'run'>): Promise<void> {
    const { storeId, installationId, task, runId } = this.incoming;
    await database.run(
      'delete from refused_rows where store_id = ? and installation_id = ? and task = ? and run_id < ?',
      [storeId, installationId, task, runId],
    );
  }

  private async any(tx: Transaction): Promise<boolean> {
    const { storeId, installationId, task } = this.incoming;
    const sql = 'select 1 from refused_rows where store_id = ? and installation_id = ? and task = ? limit 1';
    return (await tx.one(sql, [storeId, installationId, task])) !== undefined;
  }

  private async forget(tx: Transaction, { unchanged, outcomes }: Taken): Promise<void> {
    const taken = outcomes.filter(({ action }) => action !== 'failed').map(({ row }) => row);
    const ids = [...unchanged, ...taken].map(({ remoteId }) => remoteId);
    if (ids.length === 0) return;
    const { storeId, installationId, task } = this.incoming;
    await tx.run(
      'delete from refused_rows where store_id = ? and installation_id = ? and task = ? and remote_id in (?)',
      [storeId, installationId, task, ids],
    );
  }
}

/** What of some pages is in the hub. */
interface Taken {
  unchanged: Row[];
  outcomes: Outcome[];
}
