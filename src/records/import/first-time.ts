import type { Database } from '../../database/database.js';
import type { Incoming } from './import-run.js';
import { linksOf } from './lookup.js';
import type { Link } from './plan.js';
import type { Row } from './rows.js';

// Beyond these many rows of its own a run asks again: remembering them would cost more than it saves.
const REMEMBERED = 50_000;

/**
 * What needn't be looked up: an app's first import finds neither links nor records, and asking for each row anyway was
 * measured at a twentieth of the import. Being wrong does no harm: what another run creates meanwhile makes an insert
 * fail, and the second try looks everything up.
 */
export class FirstTime {
  private readonly own = new Set<string>();
  private links?: Promise<boolean>;
  private records?: Promise<boolean>;

  constructor(
    private readonly database: Database,
    private readonly incoming: Incoming,
  ) {}

  /** The links of these rows. */
  async linksOf(rows: Row[], isFirstTry: boolean): Promise<Map<string, Link>> {
    this.links ??= this.none('links', 'connection_id', this.incoming.connectionId);
    const skip = isFirstTry && this.own.size < REMEMBERED && (await this.links);
    const asking = skip ? rows.filter(({ remoteId }) => this.own.has(remoteId)) : rows;
    return linksOf(
      this.database,
      this.incoming,
      asking.map(({ remoteId }) => remoteId),
    );
  }

  /** Whether a key may belong to a record already. */
  async knowsKeys(): Promise<boolean> {
    this.records ??= this.none('records');
    return !(await this.records);
  }

  /** These rows are written. Where each row is asked for anyway there is nothing to remember. */
  async remember(rows: Row[]): Promise<void> {
    if (this.own.size < REMEMBERED && (await this.links)) for (const { remoteId } of rows) this.own.add(remoteId);
  }

  private async none(table: 'links' | 'records', column?: string, value?: number): Promise<boolean> {
    const { storeId, type } = this.incoming;
    const more = column ? ` and ${column} = ${value}` : '';
    const row = await this.database.one(`select 1 from ${table} where store_id = ? and type = ?${more} limit 1`, [
      storeId,
      type,
    ]);
    return row === undefined;
  }
}
