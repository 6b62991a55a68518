import { Injectable } from '@nestjs/common';
import { Audit } from '../../accounts/audit.service.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { Database, type SqlParameter } from '../../database/database.js';
import type { Installation } from '../../installations/installation.entity.js';

/** Who says so, of whose app, and why. */
export interface Saying {
  store: Store;
  installation: Installation;
  by: User;
  note: string;
}

/** People say that it is right when rows stay out. It holds for as long as they are refused for the same reason. */
@Injectable()
export class RefusalActs {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Those refused by then; what has come since was not seen. Answers how many. */
  expectAll(saying: Saying, until: Date): Promise<number> {
    return this.expect(saying, 'at <= ?', [until]);
  }

  expectOne(saying: Saying, { run, seq, row }: { run: number; seq: number; row: number }): Promise<number> {
    return this.expect(saying, 'run_id = ? and seq = ? and row_no = ?', [run, seq, row]);
  }

  private expect({ store, installation, by, note }: Saying, which: string, values: SqlParameter[]): Promise<number> {
    return this.audit.together(async () => {
      const rows = await this.database.run(
        `update refused_rows set expected = true where store_id = ? and installation_id = ? and not expected and ${which}`,
        [store.id, installation.id, ...values],
      );
      if (rows === 0) return 0;
      const subject = `Imports of ${installation.name} (#${installation.id})`;
      const after = { 'Refused rows': rows, ...(note && { note }) };
      await this.audit.record({ by, store, subject, action: 'marked as expected', after });
      return rows;
    });
  }
}
