import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Audit } from '../accounts/audit.service.js';
import { Store } from '../accounts/store.entity.js';
import { UsersService } from '../accounts/users.service.js';
import type { Installation } from './installation.entity.js';

export interface Deed {
  action: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** Done to the merchant by those who run the hub, not in the merchant's place. */
  asStaff?: boolean;
}

/** Writes what is done to an installation into the audit trail. */
@Injectable()
export class Trail {
  constructor(
    @InjectRepository(Store) private readonly stores: Repository<Store>,
    private readonly users: UsersService,
    private readonly audit: Audit,
  ) {}

  /** The change and its entry: both or neither. */
  together<T>(change: () => Promise<T>): Promise<T> {
    return this.audit.together(change);
  }

  /** Only inside `together`, beside the change that it tells of. */
  async note({ storeId, id, name }: Installation, deed: Deed, userId?: number): Promise<void> {
    const [store, by] = await Promise.all([
      this.stores.findOneByOrFail({ id: storeId }),
      userId === undefined ? undefined : this.users.find(userId),
    ]);
    await this.audit.record({ by: by ?? undefined, store, subject: `Addon ${name} (#${id})`, ...deed });
  }

  /** Notes only what differs; nothing when nothing does. */
  async noteChange(
    installation: Installation,
    action: string,
    change: Required<Pick<Deed, 'before' | 'after'>>,
    userId?: number,
  ) {
    const names = Object.keys({ ...change.before, ...change.after });
    const changed = names.filter((name) => JSON.stringify(change.before[name]) !== JSON.stringify(change.after[name]));
    if (changed.length === 0) return;
    const only = (all: Record<string, unknown>) => Object.fromEntries(changed.map((name) => [name, all[name] ?? null]));
    await this.note(installation, { action, before: only(change.before), after: only(change.after) }, userId);
  }
}
