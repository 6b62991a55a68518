import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { JustRead } from '../../database/just-read.js';

/** Rows of one app that its imports have refused and not taken in since, and of which nobody has said that this is right. */
export interface Refused {
  /** The installation. */
  id: number;
  name: string;
  /** Counted up to `REFUSED_COUNTED`. */
  n: number;
  /** Where they are listed. */
  href: string;
}

/** Names a line of the import log. */
export interface RefusedLine {
  storeId: number;
  run: number;
  seq: number;
  row: number;
}

/** Beyond this nobody reads the number, only that it is large. */
export const REFUSED_COUNTED = 1000;

/** Which apps say something that could not be taken in, asked for by the menu, the bell and Home. */
@Injectable()
export class RefusedRows {
  constructor(
    private readonly database: Database,
    private readonly justRead: JustRead,
  ) {}

  of(storeId: number): Promise<Refused[]> {
    return this.justRead.of(`${storeId}/refused-rows`, () => this.read(storeId));
  }

  /** Whether this line still tells how things are, and if so whether somebody has said that it is right. */
  async standing({ storeId, run, seq, row }: RefusedLine): Promise<'open' | 'expected' | undefined> {
    const found = await this.database.one<{ expected: number }>(
      'select expected from refused_rows where store_id = ? and run_id = ? and seq = ? and row_no = ?',
      [storeId, run, seq, row],
    );
    return found && (found.expected ? 'expected' : 'open');
  }

  /** A task that is switched off asks for nothing any more, so nobody is asked to mend anything for it. */
  private async read(storeId: number): Promise<Refused[]> {
    const rows = await this.database.query<Omit<Refused, 'href'>>(
      `select i.id, i.name, count(*) n from (select installation_id, task from refused_rows where store_id = ? and not expected limit ?) r
       join schedules s on s.store_id = ? and s.installation_id = r.installation_id and s.task = r.task and s.active
       join installations i on i.store_id = s.store_id and i.id = s.installation_id and i.state <> 'uninstalled'
       group by i.id, i.name order by i.name, i.id`,
      [storeId, REFUSED_COUNTED, storeId],
    );
    return rows.map((row) => ({ ...row, href: `/installations/${row.id}/logs/imports?action=open` }));
  }
}
