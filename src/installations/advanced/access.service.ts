import { Injectable } from '@nestjs/common';
import type { User } from '../../accounts/user.entity.js';
import { Database } from '../../database/database.js';
import type { Installation } from '../installation.entity.js';
import { Trail } from '../trail.service.js';
import { AccessRequests } from './access-requests.service.js';

/** How far a person may go with an installation's advanced configuration. */
export type Reach =
  /** They may ask for it. */
  | 'closed'
  /** They may make one of their own. */
  | 'offered'
  | 'editable'
  /** It was closed again: the values hold, and may be looked at. */
  | 'read-only';

/** Who may change an installation's advanced configuration: staff always, the merchant once staff have opened it. */
@Injectable()
export class AdvancedAccess {
  constructor(
    private readonly database: Database,
    private readonly requests: AccessRequests,
    private readonly trail: Trail,
  ) {}

  /** `number`: its version; 0 while there is none. */
  reach(it: Installation, viewer: Pick<User, 'role'>, number: number): Reach {
    if (viewer.role === 'staff') return 'editable';
    if (viewer.role !== 'merchant') return number > 0 ? 'read-only' : 'closed';
    if (it.advancedOpen) return number > 0 ? 'editable' : 'offered';
    return number > 0 ? 'read-only' : 'closed';
  }

  open(it: Installation, by: User): Promise<void> {
    return this.trail.together(async () => {
      await this.requests.opened(it, by);
      if (await this.change(it, true)) await this.note(it, 'advanced configuration opened', by);
    });
  }

  /** What is in force stays in force. */
  close(it: Installation, by: User): Promise<void> {
    return this.trail.together(async () => {
      if (await this.change(it, false)) await this.note(it, 'advanced configuration closed', by);
    });
  }

  private async change({ storeId, id }: Installation, open: boolean): Promise<boolean> {
    const touched = await this.database.run(
      'update installations set advanced_open = ? where store_id = ? and id = ? and advanced_open <> ?',
      [open, storeId, id, open],
    );
    return touched === 1;
  }

  private note(it: Installation, action: string, by: User): Promise<void> {
    return this.trail.note(it, { action, asStaff: true }, by.id);
  }
}
